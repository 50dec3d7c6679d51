// Keeps unbroken work short: says when the event loop is due a turn. Promises alone never give it one, so a run of
// quick items would otherwise keep every timer and socket of the process waiting for seconds.

import type { Clock } from '../clock.ts'

const TURN_MS = 10
// Reading the clock costs as much as a whole no-op item, so it is read once per stride of items. The stride follows
// how long the last ones took, so that items of a millisecond are watched one by one.
const LONGEST_STRIDE = 64
const STRIDE_MS = 1

export class Turn {
  readonly #clock: Clock
  readonly #waiting: (() => void)[] = []
  #credit = 1
  #stride = 1
  #readAt: number
  #turnedAt: number
  #isSpent = false

  constructor(clock: Clock) {
    this.#clock = clock
    this.#readAt = this.#turnedAt = clock.now()
  }

  /** Counts one unit of work; true when there must be no more of it before the next turn. */
  isSpent(): boolean { return --this.#credit <= 0 && this.#look() }

  #look(): boolean {
    if (this.#isSpent) return true
    const now = this.#clock.now()
    const took = now - this.#readAt
    if (took < STRIDE_MS / 2) this.#stride = Math.min(LONGEST_STRIDE, this.#stride * 2)
    else if (took > STRIDE_MS) this.#stride = Math.max(1, Math.floor((this.#stride * STRIDE_MS) / took))
    this.#readAt = now
    this.#isSpent = now - this.#turnedAt >= TURN_MS
    this.#credit = this.#isSpent ? 0 : this.#stride
    return this.#isSpent
  }

  /** Calls back when the loop has had its turn. */
  onNext(callback: () => void): void {
    if (this.#waiting.push(callback) > 1) return
    this.#clock.nextTurn(() => {
      this.#readAt = this.#turnedAt = this.#clock.now()
      this.#isSpent = false
      for (const resume of this.#waiting.splice(0)) resume()
    })
  }
}
