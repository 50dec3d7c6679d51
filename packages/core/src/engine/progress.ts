// Tells a run's progress to its caller: at the start, at the end, and at most ten times a second in between.

import type { InContext } from '../async-context.ts'
import type { Clock } from '../clock.ts'
import { isThenable } from '../thenable.ts'

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

/** The run whose progress is told. */
export interface ProgressHost {
  readonly progress: Progress
  end(error: unknown): void
}

const INTERVAL_MS = 100

export class ProgressReport {
  readonly #host: ProgressHost
  readonly #clock: Clock
  readonly #onProgress: (progress: Progress) => unknown
  readonly #inContext: InContext
  #timer: unknown = undefined
  #isDone = false

  constructor(host: ProgressHost, clock: Clock, onProgress: (progress: Progress) => unknown, inContext: InContext) {
    this.#host = host
    this.#clock = clock
    this.#onProgress = onProgress
    this.#inContext = inContext
  }

  /** Something has changed. A timer, not a look at the clock: this is called for every item. */
  changed(): void {
    if (!this.#isDone) this.#timer ??= this.#clock.setTimeout(() => { this.now() }, INTERVAL_MS)
  }

  /** The last report. */
  end(): void {
    if (this.#isDone) return
    this.#isDone = true
    this.now()
  }

  /** Told at once. A callback that throws ends the run, and is not called again. */
  now(): void {
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
    const end = (error: unknown): void => {
      this.#isDone = true
      this.#host.end(error)
    }
    try {
      const returned = this.#inContext(this.#onProgress, undefined, this.#host.progress)
      if (isThenable(returned)) void Promise.resolve(returned).then(undefined, end)
    } catch (error) {
      end(error)
    }
  }
}
