// How many items a worker may start before it must speak: as many as fit in a millisecond at the pace of the last ones,
// one at first. What a dead worker leaves in doubt, and what a slow item can hold back, is that much at most.

const LEAVE_MS = 1
const GROWTH = 2
const MOST = 65_536

export class Leave {
  /** Positions below may start. */
  end = 0
  readonly #now: () => number
  readonly #isSingle: boolean
  #size = 1
  #renewedAt = 0

  /** @param isSingle each start has to be announced */
  constructor(now: () => number, isSingle: boolean) {
    this.#now = now
    this.#isSingle = isSingle
  }

  /** From this position on, more may start. */
  renew(position: number): void {
    if (position > 0 && !this.#isSingle) this.#adapt(this.#now() - this.#renewedAt)
    this.end = position + this.#size
  }

  /** What had to be said has been said. */
  said(): void { if (!this.#isSingle) this.#renewedAt = this.#now() }

  #adapt(ms: number): void {
    if (ms * GROWTH < LEAVE_MS) this.#size = Math.min(MOST, this.#size * GROWTH)
    else if (ms > LEAVE_MS) this.#size = Math.max(1, Math.floor((this.#size * LEAVE_MS) / ms))
  }
}
