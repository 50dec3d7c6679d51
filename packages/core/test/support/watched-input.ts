// Inputs that record how they are read: how far, and whether and how often they are told that nobody reads on.

import { Moments } from './deferred.ts'

/** What a test may give instead of the plain behaviour. */
export interface WatchedOptions<I> {
  /** Called in each `next()` before the item is made; may throw. */
  readonly onNext?: (index: number) => void
  /** What `return()` does; default: nothing. */
  readonly onReturn?: () => unknown
  /** The items; default: the index. */
  readonly item?: (index: number) => I
}

/** For `onNext`: acts at one call of `next()`, counted from 0. */
export function atNext(place: number, action: () => void): (index: number) => void {
  return (index) => { if (index === place) action() }
}

/** An iterable of `count` items (endless: Infinity) that records the calls of its iterator. */
export class WatchedInput<I = number> implements Iterable<I> {
  /** Calls of `[Symbol.iterator]()`. */
  opened = 0
  /** Calls of `next()`, the one that told the end included. */
  nexts = 0
  /** Calls of `return()`. */
  returns = 0
  readonly #count: number
  readonly #options: WatchedOptions<I>
  readonly #moments = new Moments()

  constructor(count: number, options: WatchedOptions<I> = {}) {
    this.#count = count
    this.#options = options
  }

  /** Items read. */
  get pulled(): number { return Math.min(this.nexts, this.#count) }

  /** Resolves when this many items have been read. */
  pulls(count: number): Promise<void> { return this.#moments.when(() => this.nexts >= count) }

  /** Resolves when `return()` has been called. */
  left(): Promise<void> { return this.#moments.when(() => this.returns > 0) }

  [Symbol.iterator](): Iterator<I> {
    this.opened++
    return { next: () => this.step(), return: () => this.leave() as IteratorResult<I> }
  }

  protected step(): IteratorResult<I> {
    const index = this.nexts++
    this.#moments.changed()
    this.#options.onNext?.(index)
    if (index >= this.#count) return { done: true, value: undefined }
    return { done: false, value: this.#options.item === undefined ? (index as I) : this.#options.item(index) }
  }

  protected leave(): unknown {
    this.returns++
    this.#moments.changed()
    return this.#options.onReturn?.() ?? { done: true, value: undefined }
  }
}

/** The same as an async iterable; each `next()` gives its item a turn of the loop later. */
export class WatchedAsyncInput<I = number> extends WatchedInput<I> implements AsyncIterable<I> {
  /** Calls of `next()` that have not been answered, at most. */
  mostAtOnce = 0
  #atOnce = 0

  async #next(): Promise<IteratorResult<I>> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce)
    try {
      const step = this.step()
      await new Promise((resolve) => { setImmediate(resolve) })
      return step
    } finally {
      this.#atOnce--
    }
  }

  [Symbol.asyncIterator](): AsyncIterator<I> {
    this.opened++
    return { next: () => this.#next(), return: async () => (await this.leave()) as IteratorResult<I> }
  }
}
