// The one-shot: an executor for one map.

import type { ErrorMode, Executor, Items, MapOptions, Result, Task } from '@parmap/core'
import { defaultWorkers } from '@parmap/core/pool'
import type { ProcessOptions } from './options.ts'
import { processExecutor } from './process-executor.ts'

// Of a process, where `concurrency` is Infinity.
const MOST_SLOTS = 65_536

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
export const map: Executor['map'] = async <I, O, M extends ErrorMode | undefined = 'stop'>(task: Task<I, O>, items: Items<I>, options?: MapOptions<O, M>): Promise<Result<O, M>[]> => {
  const executor = processExecutor(shapeFor(options?.concurrency))
  try {
    return await executor.map(task, items, options)
  } finally {
    await executor.close()
  }
}

/** Processes and their slots for so many items at once. */
function shapeFor(concurrency: number | undefined): ProcessOptions {
  if (concurrency === undefined || !(concurrency >= 1)) return {} // a wrong one is the run's to refuse
  const workers = Math.min(defaultWorkers('processes'), concurrency)
  return { workers, concurrencyPerWorker: Math.min(MOST_SLOTS, Math.ceil(concurrency / workers)) }
}
