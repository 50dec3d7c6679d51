// How many items a worker may start before it must speak: as many as fit in a millisecond at the pace of the last ones,
// one at first. What a dead worker leaves in doubt, and what a slow item can hold back, is that much at most.

const LEAVE_MS = 1
const GROWTH = 8
const MOST = 65_536

/** What is known of a task from its last batch in this worker. */
export interface Pace {
  /** How many items it was last given leave for. */
  items: number
}

/** How leave is given. `single`: each start has to be announced. `known`: a step below what the last batch came to is where this one begins. */
export type LeaveMode = 'single' | 'unknown' | 'known'

export class Leave {
  /** Positions below may start. */
  end = 0
  readonly #now: () => number
  readonly #pace: Pace
  readonly #isSingle: boolean
  #size: number
  #renewedAt = 0

  constructor(now: () => number, pace: Pace, mode: LeaveMode) {
    this.#now = now
    this.#pace = pace
    this.#isSingle = mode === 'single'
    this.#size = mode === 'known' ? Math.max(1, Math.floor(pace.items / GROWTH)) : 1
  }

  /** From this position on, more may start. */
  renew(position: number): void {
    if (position > 0 && !this.#isSingle) this.#adapt(this.#now() - this.#renewedAt)
    this.end = position + this.#size
  }

  /** What had to be said has been said. */
  said(): void { if (!this.#isSingle) this.#renewedAt = this.#now() }

  #adapt(ms: number): void {
    const wanted = Math.floor((this.#size * LEAVE_MS) / Math.max(ms, 1e-6))
    this.#size = Math.max(1, Math.min(MOST, wanted, this.#size * GROWTH))
    this.#pace.items = this.#size
  }
}
