// What a run does with the values it gets: the interface between a run and the list, stream or promise that its caller
// holds. Places are input indexes; each is told exactly once.

/** Where the values of a run go. */
export interface Results {
  /** These many items more have been read. */
  reserve(count: number): void
  /** The value (or record) of an item. */
  place(index: number, value: unknown): void
  /** As `place`, for the first `count` of these values from an index on. */
  placeRow(first: number, values: ArrayLike<unknown>, count: number): void
  /** The item has no place in the results: skipped, or failed where failures are collected. */
  omit(index: number): void
  /** The first failure of a run that stops at it: ends the run now, or once what comes before it has been read. */
  stop(index: number, error: unknown): void
  /** Everything has been told. With an ending, the caller gets that after the values. */
  finish(ending: Ending | undefined): void
  /** The run was ended from outside: the caller gets no more values; `abort` follows once the input has cleaned up. */
  halt(): void
  /** The run was ended from outside: the caller gets the error now. */
  abort(error: unknown): void
}

/** How a run ends when not well; an object, because anything can be thrown. */
export interface Ending { readonly error: unknown }
