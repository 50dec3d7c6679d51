// One direction between a parent and a simulated worker: messages take time, and arrive in the order in which they were
// sent, as in any pipe.

import type { Clock } from '../clock.ts'

export class Channel {
  readonly #clock: Clock
  readonly #delay: (() => number) | undefined
  readonly #messages: (() => void)[] = []
  #lastAt = 0

  /** @param delay the milliseconds that the next message takes; undefined where nothing is carried: then it has come at once */
  constructor(clock: Clock, delay: (() => number) | undefined) {
    this.#clock = clock
    this.#delay = delay
  }

  /** Has `deliver` called when the message arrives. */
  send(deliver: () => void): void {
    if (this.#delay === undefined) return deliver()
    const now = this.#clock.now()
    this.#lastAt = Math.max(this.#lastAt, now + this.#delay())
    this.#messages.push(deliver)
    // The foremost, not its own: timers of a host are not exact enough to keep the order.
    this.#clock.setTimeout(() => { this.#messages.shift()?.() }, this.#lastAt - now)
  }

  /** What has been sent and has not arrived gets lost. */
  cut(): void { this.#messages.length = 0 }
}
