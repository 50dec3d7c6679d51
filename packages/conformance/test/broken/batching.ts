// Executors that break the rules of facet 11.

import { indexAt, type Batch, type Capabilities, type Sink } from '@parmap/core'
import { runBatch } from '@parmap/core/worker'
import { LocalBackend, on, spoiltSink, withOptions, type BrokenExecutor } from './broken-executor.ts'
import { Gathering } from './spoilt-backends.ts'

/** Fails a whole batch where one item fails. */
class AllOrNothing extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    runBatch(this.scope, { ...batch, slots: 1 }, spoiltSink(sink, { rejected: (_index, error, ms) => {
      for (let place = 0; place < batch.items.length; place++) sink.rejected(indexAt(batch, place), error, ms)
    } }))
  }
}

/** Two workers of one slot each, which take nothing back. */
class KeepsAll extends LocalBackend {
  readonly slotsPerWorker: number = 1
  override cancel(batch: number, indexes: readonly number[], reason: unknown): void {
    if (reason !== undefined) super.cancel(batch, indexes, reason)
  }
}

/** Claims to have workers, and fills one before it begins with another. */
class FillsOne extends LocalBackend {
  override readonly capabilities: Capabilities = { ...new LocalBackend({ workers: 1, slots: 1 }).capabilities, parallel: true }
}

/** Times a batch as a whole. */
class OneDeadline extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    const open = new Set(batch.items.map((_, place) => indexAt(batch, place)))
    const end = (tell: (index: number) => void) => (index: number): void => { if (open.delete(index)) tell(index) }
    const timer = batch.timeout === undefined ? undefined : setTimeout(() => {
      this.scope.cancel(batch.id, [...open], new Error('too long'))
      for (const index of open) {
        sink.timedOut(index, batch.timeout!)
        sink.stopped(index)
      }
    }, batch.timeout)
    timer?.unref()
    runBatch(this.scope, { ...batch, timeout: undefined }, spoiltSink(sink, {
      fulfilled: (index, value, ms) => { end(() => { sink.fulfilled(index, value, ms) })(index) },
      lost: (index, started, exit) => { end(() => { sink.lost(index, started, exit) })(index) },
    }))
  }
}

export const BROKEN_BATCHING: readonly BrokenExecutor[] = [
  { breaks: '11.1', what: 'fails a whole batch where one item fails', createExecutor: on(AllOrNothing) },
  { breaks: '11.2', what: 'holds outcomes back until their batch has ended', createExecutor: on(Gathering) },
  { breaks: '11.3', what: 'takes nothing back from a worker', createExecutor: on(KeepsAll) },
  { breaks: '11.4', what: 'times batches, not items', createExecutor: on(OneDeadline) },
  { breaks: '11.5', what: 'sends ten items at once, whatever they are', createExecutor: withOptions('forEach', (options) => ({ ...options, batchSize: 10 })) },
  { breaks: '11.6', what: 'sends thirty items at once, however long they take', createExecutor: withOptions('forEach', (options) => ({ ...options, batchSize: 30 })) },
  { breaks: '11.7', what: 'fills one worker before it begins with another', createExecutor: on(FillsOne) },
]
