// Executors that break the rules of facet 5.

import type { Batch, Sink } from '@parmap/core'
import { Threads } from '../support/page-backend.ts'
import { altered, LocalBackend, on, spoiltSink, withOptions, type BrokenExecutor, type Options } from './broken-executor.ts'
import { unmoved } from './copying-backend.ts'

// Threads take a while to start.
const THESE = /^5\.[14]$/u

/** Holds the slot of a failed item for as long as it may be tried again. */
class Clinging extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    super.dispatch(batch, spoiltSink(sink, { rejected: (index, error, ms) => { setTimeout(() => { sink.rejected(index, error, ms) }, 60_000).unref() } }))
  }
}

export const BROKEN_ATTEMPTS: readonly BrokenExecutor[] = [
  {
    breaks: '5.2',
    what: 'takes retries for the number of all attempts',
    createExecutor: altered((executor) => ({
      map: (task: never, items: never, options: Options) => {
        const { retries } = options ?? {}
        return executor.map(task, items, (typeof retries === 'object' ? { ...options, retries: { ...retries, limit: retries.limit - 1 } } : options) as never)
      },
    })),
  },
  {
    breaks: '5.3',
    what: 'tries again what was aborted',
    createExecutor: altered((executor) => ({
      map: async (task: never, items: never, options: Options) => {
        try {
          return await executor.map(task, items, options as never)
        } catch (error) {
          if (options?.signal?.aborted === true && options.retries !== undefined) void executor.map(task, items).catch(() => undefined)
          throw error
        }
      },
    })),
  },
  {
    breaks: '5.5',
    what: 'forgets that an item was moved',
    createExecutor: altered((executor) => ({
      map: (task: never, items: readonly unknown[], options: never) => executor.map(task, (Array.isArray(items) ? items.map(unmoved) : items) as never, options),
    })),
  },
  { breaks: '5.6', what: 'holds the slot of an item that waits for its retry', createExecutor: on(Clinging) },
  {
    breaks: '5.1',
    what: 'takes every task for idempotent',
    createExecutor: withOptions('map', (options) => ({ idempotent: true, ...options }), on(Threads)),
    among: THESE,
  },
  {
    breaks: '5.4',
    what: 'takes no task for idempotent',
    createExecutor: withOptions('map', (options) => ({ ...options, idempotent: false }), on(Threads)),
    among: THESE,
  },
]
