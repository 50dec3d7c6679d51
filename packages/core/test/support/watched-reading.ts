// The input of a random program, in the shape of an array, a synchronous or an asynchronous iterator, and the record of how
// it is read.

/** What was seen of the reading of an input. */
export interface Reading {
  opened: number
  pulled: number
  returns: number
  /** return() was called although the end had been told. */
  isLeftAfterEnd: boolean
  /** The input has told its end, or has thrown. */
  isExhausted: boolean
}

/** How an input is made. */
export interface ReadingOptions<I> {
  readonly shape: 'array' | 'sync' | 'async'
  readonly count: number
  /** The item at an index; called when it is read. */
  readonly make: (index: number) => I
  /** Whether it throws after its items. Arrays do not. */
  readonly fails: boolean
  /** What an async `next()` waits for first; false: it then tells the end, whatever is left. */
  readonly pause: (index: number) => Promise<boolean>
}

/** What these inputs throw. */
export const INPUT_FAILED = 'input failed'

export function nothingRead(): Reading { return { opened: 0, pulled: 0, returns: 0, isLeftAfterEnd: false, isExhausted: false } }

/** Items that write down in `seen` how they are read. */
export function watchedReading<I>({ shape, count, make, fails, pause }: ReadingOptions<I>, seen: Reading): Iterable<I> | AsyncIterable<I> {
  const pull = (index: number): I => {
    seen.pulled++
    return make(index)
  }
  if (shape === 'array') {
    seen.isExhausted = true
    // An array has no iterator to watch, but its elements can tell that they are read.
    const elements = Array.from({ length: count }, (_, index): PropertyDescriptor => ({ get: () => pull(index), enumerable: true, configurable: true }))
    return Object.defineProperties([] as I[], Object.fromEntries(elements.entries()))
  }
  const next = (): IteratorResult<I> => {
    if (seen.pulled < count) return { done: false, value: pull(seen.pulled) }
    seen.isExhausted = true
    if (fails) throw INPUT_FAILED // oxlint-disable-line no-throw-literal
    return { done: true, value: undefined }
  }
  const back = (): IteratorResult<I> => {
    seen.returns++
    seen.isLeftAfterEnd ||= seen.isExhausted && shape === 'sync'
    return { done: true, value: undefined }
  }
  const open = <T>(iterator: T): T => {
    seen.opened++
    return iterator
  }
  if (shape === 'sync') return { [Symbol.iterator]: () => open({ next, return: back }) }
  const nextLater = async (): Promise<IteratorResult<I>> => ((await pause(seen.pulled)) ? next() : { done: true, value: undefined })
  return { [Symbol.asyncIterator]: () => open({ next: nextLater, return: async () => back() }) }
}
