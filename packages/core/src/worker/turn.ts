// Keeps unbroken work short: says when the event loop is due a turn. Promises alone never give it one, so a run of
// quick items would otherwise keep every timer and socket of the process waiting for seconds.

import { captureContext } from '../async-context.ts'
import type { Clock } from '../clock.ts'

const TURN_MS = 10
// Reading the clock costs as much as a whole no-op item, so it is read once per stride of items. The stride follows
// how long the last ones took, so that items of a millisecond are watched one by one. It is short, and each stretch of work
// begins anew: where slow items follow quick ones, those of a stride begin without a look.
const LONGEST_STRIDE = 16
const STRIDE_MS = 1

export class Turn {
  readonly #clock: Clock
  #waiting: (() => void)[] = []
  #credit = 1
  #stride = 1
  #readAt = 0
  /** When this unbroken stretch of work began, as far as it is known. */
  #beganAt = 0
  #isWatching = false
  #isSpent = false

  constructor(clock: Clock) { this.#clock = clock }

  /** Counts one unit of work; true when there must be no more of it before the next turn. */
  isSpent(): boolean { return --this.#credit <= 0 && this.#look() }

  #look(): boolean {
    if (this.#isSpent) return true
    const now = this.#clock.now()
    if (this.#isWatching) this.#pace(now - this.#readAt)
    else this.#watch(now)
    this.#readAt = now
    this.#isSpent = now - this.#beganAt >= TURN_MS
    this.#credit = this.#isSpent ? 0 : this.#stride
    return this.#isSpent
  }

  #pace(took: number): void {
    if (took < STRIDE_MS / 2) this.#stride = Math.min(LONGEST_STRIDE, this.#stride * 2)
    else if (took > STRIDE_MS) this.#stride = Math.max(1, Math.floor((this.#stride * STRIDE_MS) / took))
  }

  /** Calls back, in the async context of this call, when the loop has had its turn. */
  onNext(callback: () => void): void {
    const inContext = captureContext()
    this.#waiting.push(() => { inContext(callback, undefined) })
    if (!this.#isWatching) this.#watch(this.#clock.now())
  }

  #watch(now: number): void {
    this.#isWatching = true
    this.#stride = 1
    this.#beganAt = now
    // After long work, one whole turn: where it began in a callback of the network, the next turn comes before it is read again.
    this.#clock.nextTurn(() => {
      if (this.#isSpent) this.#clock.nextTurn(() => { this.#goOn() })
      else this.#goOn()
    })
  }

  #goOn(): void {
    this.#isWatching = this.#isSpent = false
    this.#credit = 0
    const waiting = this.#waiting
    this.#waiting = []
    for (const resume of waiting) resume()
  }
}
