// The pool, as its workers see it.

import type { WorkerExit } from '../backend.ts'
import type { PoolLimits } from './pool-options.ts'

/** What a worker asks of its pool. @typeParam W what a worker is */
export interface WorkerOwner<W> {
  readonly limits: PoolLimits
  /** It has nothing to do. */
  idle(worker: W): void
  /** An item of a task has begun in it. */
  began(key: unknown): void
  /** It has ended, and what it had is lost. */
  lost(worker: W, exit: WorkerExit): void
}
