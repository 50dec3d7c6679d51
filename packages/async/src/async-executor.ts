// Makes the executor of the event loop.

import { createExecutor, type Executor, type Functions } from '@parmap/core'
import { AsyncBackend } from './backend.ts'
import { resolveAsyncOptions, type AsyncOptions } from './options.ts'
import { rateGate } from './rate-limit.ts'

/**
 * An executor that runs tasks on the event loop: many at once that wait (requests, files, timers), one at a time that
 * computes. Takes plain functions, needs no `close`.
 *
 * ```ts
 * const executor = asyncExecutor({ concurrency: 20 })
 * const pages = await executor.map(async (url, { signal }) => (await fetch(url, { signal })).text(), urls)
 * ```
 *
 * What cannot be done on an event loop: a synchronous task is not interrupted by a timeout, and an asynchronous one that
 * does not heed its `signal` runs on. Such an item keeps its slot for a second, then counts as detached in `stats()`.
 *
 * @throws TypeError, RangeError for a wrong option
 */
export function asyncExecutor(options?: AsyncOptions): Executor<Functions> {
  const { concurrency, rateLimit } = resolveAsyncOptions(options)
  return createExecutor<Functions>(new AsyncBackend(concurrency, rateLimit && rateGate(rateLimit)))
}
