// The one-shot: an executor for one map.

import { mapOnce, type ErrorMode, type Executor, type Functions, type Items, type MapOptions, type Result, type Runnable } from '@parmap/core'
import { asyncExecutor } from './async-executor.ts'

/**
 * Maps a task over items on the event loop: makes an executor, maps, closes it.
 *
 * ```ts
 * await map(async (n) => n * 2, [1, 2, 3], { concurrency: 10 }) // [2, 4, 6]
 * ```
 *
 * Options and errors are those of `Executor.map`; `concurrency` is 100 unless given, and has no upper bound. Items that
 * have timed out and still run are not waited for: what was set up is torn down behind them.
 */
export const map: Executor<Functions>['map'] = <I, O, M extends ErrorMode | undefined = 'stop'>(
  task: Runnable<Functions, I, O>,
  items: Items<I>,
  options?: MapOptions<O, M>,
): Promise<Result<O, M>[]> => mapOnce(asyncExecutor({ concurrency: options?.concurrency }), task, items, options)
