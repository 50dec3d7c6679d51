// Times the items of one slot, where they are timed.

import type { Clock } from '../clock.ts'
import type { Dated, Deadlines } from './deadlines.ts'

/** The batch whose items are timed. */
export interface Timed {
  readonly clock: Clock
  readonly deadlines: Deadlines | undefined
  /** The item at this index has run longer than its timeout. */
  expire(index: number, ms: number): void
}

export class Stopwatch implements Dated {
  startedAt = 0
  earlier: Dated | undefined = undefined
  later: Dated | undefined = undefined
  #timed: Timed | undefined = undefined
  #index = 0

  start(timed: Timed, index: number): void {
    this.#timed = timed
    this.#index = index
    this.startedAt = timed.clock.now()
    timed.deadlines?.add(this)
  }

  /** Milliseconds that the item ran; undefined when its time was over before. */
  stop({ clock, deadlines }: Timed): number | undefined {
    if (this.#timed === undefined) return undefined
    this.#timed = undefined
    deadlines?.remove(this)
    return clock.now() - this.startedAt
  }

  /** The time is over. The item keeps its slot until it really ends. */
  expire(now: number): void {
    const timed = this.#timed!
    this.#timed = undefined
    timed.expire(this.#index, now - this.startedAt)
  }
}
