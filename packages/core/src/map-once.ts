// The one-shot of every backend: one map on an executor that is there for it alone.

import type { Executor, Functions, Runnable } from './executor.ts'
import type { MapOptions } from './options.ts'
import type { ErrorMode, Items, Result } from './outcome.ts'

/**
 * For backends: maps, then closes the executor. Throws at the call what `executor.map` throws there. Rejects at once,
 * without waiting for items that are being stopped; does not wait, either, for those that have timed out and still run.
 */
export function mapOnce<F extends Functions, I, O, M extends ErrorMode | undefined = 'stop'>(executor: Executor<F>, task: Runnable<F, I, O>, items: Items<I>, options?: MapOptions<O, M>): Promise<Result<O, M>[]> {
  return executor.map(task, items, options).then(
    async (results) => {
      const closed = executor.close()
      if (executor.stats().running > 0) closed.catch(() => undefined) // those have timed out, and may run for long
      else await closed
      return results
    },
    (error: unknown) => {
      executor.close().catch(() => undefined) // the first error is the one to tell
      throw error
    },
  )
}
