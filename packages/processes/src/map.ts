// The one-shot: an executor for one map.

import { mapOnce, type ErrorMode, type Executor, type Items, type MapOptions, type Result, type Task } from '@parmap/core'
import { shapeOfMap } from '@parmap/core/pool'
import { processExecutor } from './process-executor.ts'

/**
 * Maps a task over items in child processes: makes an executor, maps, closes it. For more than one map, `processExecutor`
 * keeps its processes.
 *
 * ```ts
 * await map(thumb, paths, { concurrency: 4 })
 * ```
 *
 * Options and errors are those of `Executor.map`. `concurrency` is by default the number of cores that this process may
 * use: one item at once in each process. More share the processes, as many of them as there are cores.
 */
export const map: Executor['map'] = <I, O, M extends ErrorMode | undefined = 'stop'>(task: Task<I, O>, items: Items<I>, options?: MapOptions<O, M>): Promise<Result<O, M>[]> =>
  mapOnce(processExecutor(shapeOfMap('processes', options?.concurrency)), task, items, options)
