// Makes the executor of child processes.

import { createExecutor, type Executor } from '@parmap/core'
import { PooledBackend } from '@parmap/core/pool'
import { resolveProcessOptions, type ProcessOptions } from './options.ts'
import { processConnector } from './process-link.ts'

// A message there and back, with what the worker waits for it meanwhile. Measured with items of 0.38 ms on two cores: smaller figures make batches too small.
const MESSAGE_MS = 0.5

/**
 * An executor that runs tasks in child processes: for work that computes, and may crash, leak or be killed without harm to
 * its caller. Takes tasks that a worker can load (`defineTask`, `importTask`, `inlineTask`); items and results are copied.
 *
 * ```ts
 * const executor = processExecutor({ maxMemory: 500e6 })
 * const pages = await executor.map(render, documents)
 * await executor.close()
 * ```
 *
 * Processes start with the first items that need them, stay for `idleTimeout`, never keep the host alive by themselves,
 * and end with it, however it ends. An item that does not stop is killed with its process and all that this has started.
 *
 * @throws TypeError, RangeError for a wrong option; ParmapError PARMAP_UNSUPPORTED when made more than four workers deep
 */
export function processExecutor(options?: ProcessOptions): Executor {
  const { workers, slots, limits, child } = resolveProcessOptions(options)
  return createExecutor(new PooledBackend({
    name: 'processes',
    capabilities: { values: 'structured-clone', functions: 'portable', kill: true, parallel: true, transfer: false, isolation: 'process', delivery: 'at-most-once' },
    messageMs: MESSAGE_MS,
    workers,
    slots,
    limits,
    connect: processConnector(child),
  }))
}
