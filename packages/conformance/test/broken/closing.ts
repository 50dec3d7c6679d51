// Executors that break the rules of facet 8.

import type { Executor, Functions } from '@parmap/core'
import { altered, LocalBackend, on, type BrokenExecutor } from './broken-executor.ts'

/** Waits for what runs in a task, which waits for it. */
class WaitsForAll extends LocalBackend {
  override async close(): Promise<void> {
    while (this.scope.running > 0) await new Promise((resolve) => { setTimeout(resolve, 1) })
    await super.close()
  }
}

/** A stream that ends where it should throw. */
async function* withoutItsEnd(stream: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  try {
    yield* stream
  } catch (error) {
    if ((error as { code?: string }).code !== 'PARMAP_CLOSED') throw error
  }
}

/** `close` may be called once. */
function once(executor: Executor<Functions>): () => Promise<void> {
  let isClosed = false
  return async () => {
    if (isClosed) throw new Error('closed before')
    isClosed = true
    await executor.close()
  }
}

export const BROKEN_CLOSING: readonly BrokenExecutor[] = [
  { breaks: '8.1', what: 'takes new runs after close()', createExecutor: altered((executor) => ({ close: () => executor.idle() })) },
  { breaks: '8.2', what: 'stops what runs at close()', createExecutor: altered((executor) => ({ close: () => executor.terminate() })) },
  { breaks: '8.3', what: 'ends a stream without a word at close()', createExecutor: altered((executor) => ({ imap: (task: never, items: never, options: never) => withoutItsEnd(executor.imap(task, items, options)) })) },
  { breaks: '8.4', what: 'does not wait for what runs at close()', createExecutor: altered((executor) => ({ close: async () => { void executor.close() } })) },
  { breaks: '8.4', what: 'waits for detached items at close()', createExecutor: on(WaitsForAll) },
  { breaks: '8.5', what: 'keeps the reason of terminate() to itself', createExecutor: altered((executor) => ({ terminate: () => executor.terminate() })) },
  { breaks: '8.6', what: 'complains of a second close()', createExecutor: altered((executor) => ({ close: once(executor) })) },
  {
    breaks: '8.7',
    what: 'waits in close() for all items, its own included',
    createExecutor: altered((executor) => ({ close: async () => {
      while (executor.stats().running > 0) await new Promise((resolve) => { setTimeout(resolve, 1) })
      await executor.close()
    } })),
  },
]
