// How a worker learns how far a batch has come.

/** Who is told how far a batch has come, where a worker must say so. */
export interface StartNote {
  /** The item at a position is about to start; positions come in ascending order. */
  starting(position: number): void
  /** All items have ended. */
  ended(): void
}
