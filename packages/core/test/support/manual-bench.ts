// An executor of which the test is the workers.

import { createExecutor, type Executor, type ExecutorOptions, type Functions } from '@parmap/core'
import type { LocalOptions } from './local-backend.ts'
import { ManualBackend } from './manual-backend.ts'

/** What a test of workers works with. */
export interface ManualBench {
  readonly backend: ManualBackend
  readonly executor: Executor<Functions>
}

/** Each test makes its own. `timing` replaces the clock, where time is the subject. */
export function manualBench(options: LocalOptions = {}, timing?: ExecutorOptions): ManualBench {
  const backend = new ManualBackend(options)
  return { backend, executor: createExecutor<Functions>(backend, timing) }
}
