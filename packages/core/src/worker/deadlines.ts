// Timeouts of running items, all of one length: a doubly linked list in the order of starting needs one timer,
// however many items run, and an item leaves it at no cost.

import type { Clock } from '../clock.ts'

/** Something with a deadline; the links belong to the list that it is in. */
export interface Dated {
  startedAt: number
  earlier: Dated | undefined
  later: Dated | undefined
  /** The time is over. Called after it has left the list. */
  expire(now: number): void
}

export class Deadlines {
  readonly #clock: Clock
  readonly #ms: number
  #first: Dated | undefined
  #last: Dated | undefined
  #timer: unknown

  constructor(clock: Clock, ms: number) {
    this.#clock = clock
    this.#ms = ms
  }

  /** Nothing runs against this deadline, and no timer is armed. */
  get isIdle(): boolean { return this.#timer === undefined }

  /** The item started just now, at `item.startedAt`. */
  add(item: Dated): void {
    item.earlier = this.#last
    item.later = undefined
    if (this.#last === undefined) this.#first = item
    else this.#last.later = item
    this.#last = item
    this.#timer ??= this.#arm(this.#ms)
  }

  remove(item: Dated): void {
    if (item.earlier === undefined) this.#first = item.later
    else item.earlier.later = item.later
    if (item.later === undefined) this.#last = item.earlier
    else item.later.earlier = item.earlier
    item.earlier = item.later = undefined
    // The timer is left armed: it looks at the list again when it fires, and disarming it would cost every item.
  }

  #arm(ms: number): unknown {
    return this.#clock.setTimeout(() => { this.#expire() }, ms)
  }

  #expire(): void {
    const now = this.#clock.now()
    // Timers are exact to a millisecond only, and may fire a fraction early.
    while (this.#first !== undefined && now - this.#first.startedAt >= this.#ms - 0.5) {
      const item = this.#first
      this.remove(item)
      item.expire(now)
    }
    this.#timer = this.#first === undefined ? undefined : this.#arm(Math.max(1, this.#first.startedAt + this.#ms - now))
  }
}
