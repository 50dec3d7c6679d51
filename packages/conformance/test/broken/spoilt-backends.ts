// Spoilt backends that break rules of more than one facet.

import type { Batch, Sink } from '@parmap/core'
import { runBatch } from '@parmap/core/worker'
import { LocalBackend, spoiltSink } from './broken-executor.ts'

/** Says that an item has stopped when its time is over. */
export class StopsAtOnce extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    runBatch(this.scope, batch, spoiltSink(sink, { timedOut: (index, ms) => {
      sink.timedOut(index, ms)
      sink.stopped(index)
    } }))
  }
}

/** Holds back the outcomes of a batch until all are there. */
export class Gathering extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    const held: (() => void)[] = []
    const hold = (tell: () => void): void => {
      if (held.push(tell) === batch.items.length) for (const one of held) one()
    }
    runBatch(this.scope, batch, spoiltSink(sink, {
      fulfilled: (index, value, ms) => { hold(() => { sink.fulfilled(index, value, ms) }) },
      rejected: (index, error, ms) => { hold(() => { sink.rejected(index, error, ms) }) },
    }))
  }
}
