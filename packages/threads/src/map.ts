// The one-shot: an executor for one map.

import type { ErrorMode, Executor, Items, MapOptions, Result, Task } from '@parmap/core'
import { defaultWorkers } from '@parmap/core/pool'
import type { ThreadOptions } from './options.ts'
import { threadExecutor } from './thread-executor.ts'

// Of a thread, where `concurrency` is Infinity.
const MOST_SLOTS = 65_536

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
export const map: Executor['map'] = async <I, O, M extends ErrorMode | undefined = 'stop'>(task: Task<I, O>, items: Items<I>, options?: MapOptions<O, M>): Promise<Result<O, M>[]> => {
  const executor = threadExecutor(shapeFor(options?.concurrency))
  try {
    return await executor.map(task, items, options)
  } finally {
    await executor.close()
  }
}

/** Threads and their slots for so many items at once. */
function shapeFor(concurrency: number | undefined): ThreadOptions {
  if (concurrency === undefined || !(concurrency >= 1)) return {} // a wrong one is the run's to refuse
  const workers = Math.min(defaultWorkers('threads'), concurrency)
  return { workers, concurrencyPerWorker: Math.min(MOST_SLOTS, Math.ceil(concurrency / workers)) }
}
