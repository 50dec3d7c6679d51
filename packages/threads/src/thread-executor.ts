// Makes the executor of worker threads.

import { createExecutor, type Executor } from '@parmap/core'
import { PooledBackend } from '@parmap/core/pool'
import { resolveThreadOptions, type ThreadOptions } from './options.ts'
import { threadConnector } from './thread-link.ts'

// A message there and back, with what the worker waits for it meanwhile. Measured with items of 0.38 ms on two cores: smaller figures make batches too small.
const MESSAGE_MS = 0.5

/**
 * An executor that runs tasks in worker threads: for work that computes. Takes tasks that a worker can load
 * (`defineTask`, `importTask`, `inlineTask`); items and results are copied by structured clone, or moved.
 *
 * ```ts
 * const executor = threadExecutor()
 * const thumbs = await executor.map(thumb, paths)
 * await executor.close()
 * ```
 *
 * Threads start with the first items that need them, stay for `idleTimeout`, and never keep the host alive by themselves.
 * An item that does not stop is killed with its thread, and so is what runs beside it. What a thread cannot do: a native
 * crash, and V8 when it cannot even say that it is out of memory, take the whole process with them.
 *
 * @throws TypeError, RangeError for a wrong option; ParmapError PARMAP_UNSUPPORTED when made more than four workers deep
 */
export function threadExecutor(options?: ThreadOptions): Executor {
  const { workers, slots, limits, thread } = resolveThreadOptions(options)
  return createExecutor(new PooledBackend({
    name: 'threads',
    capabilities: { values: 'structured-clone', functions: 'portable', kill: true, parallel: true, transfer: true, isolation: 'thread', delivery: 'at-most-once' },
    messageMs: MESSAGE_MS,
    workers,
    slots,
    limits,
    connect: threadConnector(thread, slots),
  }))
}
