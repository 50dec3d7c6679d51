// An executor on this process's event loop with a clock that the test moves, and a task whose items the test ends.

import { createExecutor, type Executor, type Functions } from '@parmap/core'
import { virtualClock, type VirtualClock } from '@parmap/core/testing'
import { ControlledTask } from './controlled-task.ts'
import { LocalBackend } from './local-backend.ts'

/** What a test of times works with. */
export interface TimedBench<I = number> {
  readonly clock: VirtualClock
  readonly executor: Executor<Functions>
  readonly work: ControlledTask<I>
}

/** Each test makes its own. `killGrace` in ms of the clock. */
export function timedBench<I = number>(concurrency = 2, killGrace = 1_000): TimedBench<I> {
  const clock = virtualClock()
  const backend = new LocalBackend({ clock, concurrency })
  return { clock, work: new ControlledTask<I>(), executor: createExecutor<Functions>(backend, { clock, killGrace }) }
}
