// The numbers that `executor.stats()` shows.

import type { WorkerStats } from './backend.ts'

/** One run: what it does, and what has been decided for it. */
export interface RunStats {
  /** Unique within the executor, in the order of the calls. */
  readonly id: number
  readonly running: number
  /** Items read that do not run: in batches behind others, waiting for a retry. */
  readonly waiting: number
  readonly completed: number
  readonly failed: number
  readonly skipped: number
  /** The concurrency in force: what was asked for, at most the executor's. */
  readonly concurrency: number
  /** The most items read and not yet handed over; Infinity for `map`, `forEach` and `submit`. */
  readonly window: number
  /** Items per message as asked for; with `'auto'` items per slot of a message, as decided last. */
  readonly batchSize: number
  /** Measured milliseconds per item, its part of the message included; undefined while nothing was measured. */
  readonly itemMs: number | undefined
}

/** What an executor is doing, and has done. */
export interface ExecutorStats {
  readonly running: number
  /** Items and runs that wait for a slot or for a retry. */
  readonly waiting: number
  readonly completed: number
  readonly failed: number
  /** Items that were given up and still run, apart from `running`. */
  readonly detached: number
  readonly workers: readonly WorkerStats[]
  /** The runs that have not ended, and the one that ended last. */
  readonly runs: readonly RunStats[]
}
