// A list that records how far it is read: arrays have no iterator of their own that could tell.

import { Moments } from './deferred.ts'
import type { WatchedOptions } from './watched-input.ts'

const AS_GOOD_AS_ENDLESS = 5_000

/** An array of `count` numbers (Infinity: thousands), each its index, that records which of them have been read. */
export class WatchedArray extends Array<number> {
  /** Items read. */
  pulled = 0
  readonly #moments = new Moments()

  constructor(count: number, { onNext }: Pick<WatchedOptions<number>, 'onNext'> = {}) {
    super()
    for (let index = 0; index < Math.min(count, AS_GOOD_AS_ENDLESS); index++) {
      Object.defineProperty(this, index, { get: () => this.#read(index, onNext), enumerable: true, configurable: true })
    }
  }

  /** Resolves when this many items have been read. */
  pulls(count: number): Promise<void> { return this.#moments.when(() => this.pulled >= count) }

  #read(index: number, onNext: WatchedOptions<number>['onNext']): number {
    this.pulled = Math.max(this.pulled, index + 1)
    this.#moments.changed()
    onNext?.(index)
    return index
  }
}
