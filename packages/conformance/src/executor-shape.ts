// What the kit asks of whoever makes its executors.

import type { Executor } from '@parmap/core'

/** The executor that a rule needs. Its concurrency is `workers × slots`. */
export interface ExecutorShape {
  /** Workers; 1 or 2. A backend that has only one takes their slots together. */
  readonly workers: number
  /** Items that run at once in each of them; at most 8. */
  readonly slots: number
}

/** Makes a new executor; nothing may start before its first run. The kit terminates it. */
export type CreateExecutor = (shape: ExecutorShape) => Executor
