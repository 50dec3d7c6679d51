// Executors that break the rules of facet 6. Those of lost workers have real ones, threads, of which too much or too
// little is told.

import type { Batch, Sink } from '@parmap/core'
import { Threads } from '../support/page-backend.ts'
import { LocalBackend, on, spoiltSink, type BrokenExecutor } from './broken-executor.ts'

// Threads take a while to start.
const THIS_FACET = /^6\./u

/** Keeps outcomes back until all of a batch are there. */
class Gathering extends Threads {
  override dispatch(batch: Batch, sink: Sink): void {
    const held: { readonly index: number; readonly tell: () => void }[] = []
    const hold = (index: number, tell: () => void): void => {
      held.push({ index, tell })
      if (held.length === batch.items.length) for (const one of held) one.tell()
    }
    super.dispatch(batch, spoiltSink(sink, {
      fulfilled: (index, value, ms) => { hold(index, () => { sink.fulfilled(index, value, ms) }) },
      rejected: (index, error, ms) => { hold(index, () => { sink.rejected(index, error, ms) }) },
      lost: (index, started, exit) => {
        sink.lost(index, started, exit)
        for (const one of held.splice(0)) sink.lost(one.index, true, exit)
      },
    }))
  }
}

/** Takes all items of a dead worker for started. */
class Blaming extends Threads {
  override dispatch(batch: Batch, sink: Sink): void {
    super.dispatch(batch, spoiltSink(sink, { lost: (index, started, exit) => { sink.lost(index, exit === undefined ? started : true, exit) } }))
  }
}

/** Takes no item of a dead worker for started. */
class Forgiving extends Threads {
  override dispatch(batch: Batch, sink: Sink): void {
    super.dispatch(batch, spoiltSink(sink, { lost: (index, _started, exit) => { sink.lost(index, false, exit) } }))
  }
}

/** Sends nothing any more once it has lost a worker. */
class Crippled extends Threads {
  #isCrippled = false

  override dispatch(batch: Batch, sink: Sink): void {
    if (this.#isCrippled) return
    super.dispatch(batch, spoiltSink(sink, {
      lost: (index, started, exit) => {
        this.#isCrippled ||= exit !== undefined
        sink.lost(index, started, exit)
      },
    }))
  }
}

/** Tells a task that is not there as the failure of its items. */
class Shifting extends LocalBackend {
  override dispatch(batch: Batch, sink: Sink): void {
    super.dispatch(batch, spoiltSink(sink, { unusable: (error) => { for (const position of batch.items.keys()) sink.rejected(batch.first + position, error, 0) } }))
  }
}

/** Tries again, however often workers have ended before they had begun. */
class Stubborn extends Threads {
  #isOver = false

  override dispatch(batch: Batch, sink: Sink): void {
    super.dispatch(batch, spoiltSink(sink, { unusable: () => { if (!this.#isOver) this.dispatch(batch, sink) } }))
  }

  override terminate(reason: unknown): Promise<void> {
    this.#isOver = true
    return super.terminate(reason)
  }
}

export const BROKEN_LOST_WORKERS: readonly BrokenExecutor[] = [
  { breaks: '6.1', what: 'loses with a worker what that had told', createExecutor: on(Gathering), among: THIS_FACET },
  { breaks: '6.2', what: 'takes all items of a dead worker for started', createExecutor: on(Blaming), among: THIS_FACET },
  { breaks: '6.3', what: 'runs again what ran in a dead worker', createExecutor: on(Forgiving), among: THIS_FACET },
  { breaks: '6.4', what: 'replaces no worker', createExecutor: on(Crippled), among: THIS_FACET },
  { breaks: '6.5', what: 'tells a task that is not there as a failure of items', createExecutor: on(Shifting) },
  { breaks: '6.6', what: 'starts workers without end', createExecutor: on(Stubborn), among: THIS_FACET },
]
