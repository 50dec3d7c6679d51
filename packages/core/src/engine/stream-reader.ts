// The reader of a stream, as the sending half of its run knows it: what it has taken, and whether it waits.

import type { Clock } from '../clock.ts'

export class StreamReader {
  /** Items that it has taken. */
  handedOver = 0
  /** Whether it waits, or has had a turn of the event loop to take more. */
  isIdle = true
  #isNews = false
  readonly #clock: Clock
  readonly #onIdle: () => void

  constructor(clock: Clock, onIdle: () => void) {
    this.#clock = clock
    this.#onIdle = onIdle
  }

  /** It has taken items. */
  took(count: number): void {
    this.handedOver += count
    this.isIdle = false
    if (this.#isNews) return
    // A reader that drains what there is would otherwise have one item sent for each that it takes.
    this.#isNews = true
    this.#clock.nextTurn(() => {
      this.#isNews = false
      this.waits()
    })
  }

  waits(): void {
    this.isIdle = true
    this.#onIdle()
  }
}
