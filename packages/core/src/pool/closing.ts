// The end of a worker in good order: its teardowns, which may take as long as a start, since the worker may be blocked
// by what a task has left behind.

import type { WorkerExit } from '../backend.ts'
import { systemClock } from '../clock.ts'
import { teardownLost } from '../errors.ts'

/** Something that was thrown, which may be anything. */
export type Caught = { readonly error: unknown } | undefined

/** The worker that is to end. */
export interface Closed {
  readonly name: string
  kill(cause: { readonly error: unknown }): void
}

export class Closing {
  /** What the teardowns threw, or that the worker ended before they were over; known when it has ended. */
  failure: Caught = undefined
  readonly #timer: unknown
  #isOver = false
  #isLate = false

  /** @param most milliseconds that it may take, or Infinity */
  constructor(worker: Closed, most: number) {
    if (most === Infinity) return
    this.#timer = systemClock.setTimeout(() => {
      this.#isLate = true
      worker.kill({ error: new Error(`${worker.name} was killed because its teardowns were not over within its startTimeout of ${most} ms`) })
    }, most)
  }

  /** The worker says that the teardowns are over. */
  over(failure: Caught): void {
    this.#isOver = true
    this.failure = failure
  }

  /** The worker has ended. @param isKilled whether that was wanted */
  gone(exit: WorkerExit, isKilled: boolean): void {
    systemClock.clearTimeout(this.#timer)
    if (!this.#isOver && (this.#isLate || !isKilled)) this.failure = { error: teardownLost(exit) }
  }
}
