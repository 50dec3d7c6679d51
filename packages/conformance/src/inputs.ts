// Inputs that record how they are read.

/** What an input does beside giving its items. */
export interface InputOptions<I> {
  /** Items; Infinity for one without an end. */
  readonly count: number
  readonly item: (index: number) => I
  /** What `return()` waits for. */
  readonly onReturn?: (() => PromiseLike<void>) | undefined
}

/** An async input: each `next()` gives its item a turn of the loop later. */
export class AsyncInput<I> implements AsyncIterable<I> {
  /** Calls of `next()`, the one that told the end included. */
  reads = 0
  /** Calls of `return()`. */
  returns = 0
  /** The most calls of `next()` that were unanswered at once. */
  mostAtOnce = 0
  readonly #options: InputOptions<I>
  #atOnce = 0

  constructor(options: InputOptions<I>) { this.#options = options }

  [Symbol.asyncIterator](): AsyncIterator<I> {
    return { next: () => this.#next(), return: () => this.#return() }
  }

  async #next(): Promise<IteratorResult<I>> {
    const index = this.reads++
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce)
    await new Promise((resolve) => { setImmediate(resolve) })
    this.#atOnce--
    return index < this.#options.count ? { done: false, value: this.#options.item(index) } : { done: true, value: undefined }
  }

  async #return(): Promise<IteratorResult<I>> {
    this.returns++
    await this.#options.onReturn?.()
    return { done: true, value: undefined }
  }
}

/** A synchronous input. */
export class SyncInput<I> implements Iterable<I> {
  /** Calls of `next()`, the one that told the end included. */
  reads = 0
  /** Calls of `return()`. */
  returns = 0
  readonly #options: Omit<InputOptions<I>, 'onReturn'>

  constructor(options: Omit<InputOptions<I>, 'onReturn'>) { this.#options = options }

  [Symbol.iterator](): Iterator<I> {
    return {
      next: () => {
        const index = this.reads++
        return index < this.#options.count ? { done: false, value: this.#options.item(index) } : { done: true, value: undefined }
      },
      return: () => {
        this.returns++
        return { done: true, value: undefined }
      },
    }
  }
}

/** The numbers from 0 to `count` − 1, read one by one. */
export function* numbers(count: number): Generator<number> {
  for (let n = 0; n < count; n++) yield n
}

/** The same as a list. */
export function range(count: number): number[] { return [...numbers(count)] }
