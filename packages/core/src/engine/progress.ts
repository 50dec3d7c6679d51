// Tells a run's progress to its caller: at the start, at the end, and at most ten times a second in between.

import type { Clock } from '../clock.ts'

/** How far a run is, in items. */
export interface Progress {
  /** Items that gave a value. */
  readonly completed: number
  readonly failed: number
  /** Items that gave `skip`. */
  readonly skipped: number
  readonly running: number
  /** All items, where the input can tell beforehand. */
  readonly total: number | undefined
  /** Milliseconds since the run began. */
  readonly ms: number
}

const INTERVAL_MS = 100

export class ProgressReport {
  readonly #clock: Clock
  readonly #report: () => void
  #timer: unknown

  /** @param report calls the user's callback with the counts of the moment */
  constructor(clock: Clock, report: () => void) {
    this.#clock = clock
    this.#report = report
  }

  /** Something has changed. A timer, not a look at the clock: this is called for every item. */
  changed(): void {
    this.#timer ??= this.#clock.setTimeout(() => {
      this.#timer = undefined
      this.#report()
    }, INTERVAL_MS)
  }

  /** The first or the last report, told at once. */
  now(): void {
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
    this.#report()
  }

  cancel(): void {
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
