// The one-shot: an executor for one map.

import { mapOnce, type ErrorMode, type Executor, type Items, type MapOptions, type Result, type Task } from '@parmap/core'
import { shapeOfMap } from '@parmap/core/pool'
import { threadExecutor } from './thread-executor.ts'

/**
 * Maps a task over items in worker threads: makes an executor, maps, closes it. For more than one map, `threadExecutor`
 * keeps its threads.
 *
 * ```ts
 * await map(thumb, paths, { concurrency: 4 })
 * ```
 *
 * Options and errors are those of `Executor.map`. `concurrency` is by default the number of cores that this process may
 * use: one item at once in each thread. More share the threads, as many of them as there are cores.
 */
export const map: Executor['map'] = <I, O, M extends ErrorMode | undefined = 'stop'>(task: Task<I, O>, items: Items<I>, options?: MapOptions<O, M>): Promise<Result<O, M>[]> =>
  mapOnce(threadExecutor(shapeOfMap('threads', options?.concurrency)), task, items, options)
