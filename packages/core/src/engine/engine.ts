// What all runs of one executor share. Made by the executor, read by runs.

import type { Backend } from '../backend.ts'
import type { KnownSizes } from './batch-size.ts'
import type { Clock } from '../clock.ts'
import type { LivingRun } from './life.ts'
import type { Nesting } from './nesting.ts'
import type { Scheduler } from './scheduler.ts'

export interface Engine {
  readonly backend: Backend
  readonly clock: Clock
  /** A number in [0, 1), for jitter. */
  readonly random: () => number
  readonly scheduler: Scheduler
  /** Who started whom; undefined where tasks run out of this process, and so cannot start runs here. */
  readonly nesting: Nesting | undefined
  /** How large the batches of each task have been. */
  readonly sizes: KnownSizes
  nextBatchId(): number
  /** The run needs nothing more. `left` is settled when its input has cleaned up; undefined where that need not be. */
  onOver(run: LivingRun, left: Promise<void> | undefined): void
}
