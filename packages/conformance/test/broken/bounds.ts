// Executors that break the rules of facet 3.

import { asyncExecutor } from '@parmap/async'
import type { Batch, Executor, Functions, Sink } from '@parmap/core'
import { runBatch } from '@parmap/core/worker'
import { altered, LocalBackend, on, spoiltSink, withOptions, type BrokenExecutor, type Options } from './broken-executor.ts'
import { StopsAtOnce } from './spoilt-backends.ts'

/** Gives each batch one slot more than it is due. */
class OneSlotMore extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void { runBatch(this.scope, { ...batch, slots: batch.slots + 1 }, sink) }
}

/** Runs one item of each batch at a time. */
class OneAtATime extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    this.#last = this.#last.then(() => new Promise((resolve) => {
      let open = batch.items.length
      const ended = (): void => { if (--open === 0) resolve() }
      runBatch(this.scope, { ...batch, slots: 1 }, spoiltSink(sink, {
        fulfilled: (index, value, ms) => { sink.fulfilled(index, value, ms); ended() },
        rejected: (index, error, ms) => { sink.rejected(index, error, ms); ended() },
        lost: (index, started, exit) => { sink.lost(index, started, exit); ended() },
      }))
    }))
  }
  #last: Promise<void> = Promise.resolve()
}

/** Takes nothing back. */
class KeepsAll extends LocalBackend {
  override cancel(): void { /* nothing */ }
}

/** Keeps all that it was ever given. */
class Hoarder extends LocalBackend {
  readonly #kept: unknown[] = []
  override dispatch(batch: Batch, sink: Sink): void {
    this.#kept.push([...batch.items])
    super.dispatch(batch, sink)
  }
}

/** One run after the other. */
function oneByOne(executor: Executor<Functions>): (task: never, items: never, options: Options) => Promise<unknown> {
  let last: Promise<unknown> = Promise.resolve()
  return (task, items, options) => (last = last.then(() => executor.map(task, items, options as never)))
}

export const BROKEN_BOUNDS: readonly BrokenExecutor[] = [
  { breaks: '3.1', what: 'runs one item more of each batch', createExecutor: on(OneSlotMore) },
  { breaks: '3.2', what: 'runs one batch at a time, item by item', createExecutor: on(OneAtATime) },
  {
    breaks: '3.3',
    what: 'gives a run the concurrency that it asks for',
    createExecutor: altered((executor) => ({ map: (task: never, items: never, options: Options) => {
      if (options?.concurrency === undefined || options.concurrency <= executor.concurrency) return executor.map(task, items, options as never)
      return asyncExecutor({ concurrency: options.concurrency }).map(task, items, options as never)
    } })),
  },
  { breaks: '3.4', what: 'ignores the concurrency of a run', createExecutor: withOptions('map', (options) => ({ ...options, concurrency: undefined })) },
  { breaks: '3.5', what: 'hands on the slot of an item whose time is over', createExecutor: on(StopsAtOnce) },
  { breaks: '3.6', what: 'has a window of twice what was asked for', createExecutor: withOptions('imap', (options) => ({ ...options, window: options?.window && options.window * 2 })) },
  { breaks: '3.7', what: 'has a window of one item for each slot at least', createExecutor: withOptions('imap', (options) => ({ ...options, window: options?.window && Math.max(4, options.window) })) },
  { breaks: '3.8', what: 'has no window where none was asked for', createExecutor: withOptions('imap', (options) => ({ ...options, window: options?.window ?? 1_000_000 })) },
  { breaks: '3.9', what: 'ignores priorities', createExecutor: withOptions('map', (options) => ({ ...options, priority: 0 })) },
  { breaks: '3.10', what: 'begins a run when the one before has ended', createExecutor: altered((executor) => ({ map: oneByOne(executor) })) },
  {
    breaks: '3.10',
    what: 'begins a run when the one before has ended, but where each batch is one item',
    createExecutor: altered((executor) => {
      const inTurn = oneByOne(executor)
      return { map: (task: never, items: never, options: Options) => (options?.batchSize === 1 ? executor.map(task, items, options as never) : inTurn(task, items, options)) }
    }),
    among: /^3\.10$/u,
  },
  { breaks: '3.11', what: 'keeps the concurrency that it was made with', createExecutor: altered((executor) => ({ concurrency: executor.concurrency })) },
  { breaks: '3.12', what: 'takes nothing back from a worker', createExecutor: on(KeepsAll) },
  {
    breaks: '3.13',
    what: 'never pauses between items',
    createExecutor: altered((executor) => ({ forEach: async (task: never, items: Iterable<unknown>, options: Options) => {
      if (Array.isArray(items)) return executor.forEach(task, items as never, options as never)
      for (const item of items) await item
    } })),
  },
  { breaks: '3.14', what: 'keeps what it was given', createExecutor: on(Hoarder) },
]
