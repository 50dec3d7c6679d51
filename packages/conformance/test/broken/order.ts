// Executors that break the rules of facet 1.

import { indexAt, type Batch, type Sink } from '@parmap/core'
import { runBatch } from '@parmap/core/worker'
import { altered, isAsync, LocalBackend, on, spoiltSink, type BrokenExecutor } from './broken-executor.ts'

/** Works through a batch from its end. */
class Backwards extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    const indexes = batch.items.map((_, position) => indexAt(batch, position))
    // The ledger of core needs ascending indexes, so the items are swapped, and their outcomes with them.
    const mirror = (index: number): number => indexes[indexes.length - 1 - indexes.indexOf(index)]!
    runBatch(this.scope, { ...batch, items: batch.items.toReversed() }, spoiltSink(sink, {
      fulfilled: (index, value, ms) => { sink.fulfilled(mirror(index), value, ms) },
      rejected: (index, error, ms) => { sink.rejected(mirror(index), error, ms) },
      lost: (index, started, exit) => { sink.lost(mirror(index), started, exit) },
      timedOut: (index, ms) => { sink.timedOut(mirror(index), ms) },
      stopped: (index) => { sink.stopped(mirror(index)) },
    }))
  }
}

async function gather(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const value of stream) values.push(value)
  return values
}

/** Reads an async input two items at a time. */
function inPairs(items: AsyncIterable<unknown>): AsyncIterable<unknown> {
  const iterator = items[Symbol.asyncIterator]()
  return (async function* () {
    for (;;) {
      for (const step of await Promise.all([iterator.next(), iterator.next()])) {
        if (step.done === true) return
        yield step.value
      }
    }
  })()
}

export const BROKEN_ORDER: readonly BrokenExecutor[] = [
  {
    breaks: '1.1',
    what: 'map gives results as they come',
    createExecutor: altered((executor) => ({ map: (task: never, items: never, options: never) => gather(executor.imapUnordered(task, items, options)) })),
  },
  {
    breaks: '1.2',
    what: 'imap gives results as they come',
    createExecutor: altered((executor) => ({ imap: executor.imapUnordered.bind(executor) })),
  },
  {
    breaks: '1.3',
    what: 'imapUnordered gives results in input order',
    createExecutor: altered((executor) => ({ imapUnordered: executor.imap.bind(executor) })),
  },
  {
    breaks: '1.4',
    what: 'asks an async input for two items at once',
    createExecutor: altered((executor) => ({ map: (task: never, items: object, options: never) => executor.map(task, (isAsync(items) ? inPairs(items) : items) as never, options) })),
  },
  { breaks: '1.5', what: 'works through each batch from its end', createExecutor: on(Backwards) },
  {
    breaks: '1.6',
    what: 'runs the task once to warm up',
    createExecutor: altered((executor) => ({ map: async (task: never, items: never, options: never) => {
      await executor.submit(task, undefined as never).catch(() => undefined)
      return executor.map(task, items, options)
    } })),
  },
]
