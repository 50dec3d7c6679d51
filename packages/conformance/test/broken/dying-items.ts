// Executors that break the rules of facet 4 about items that cannot be sent or end their worker.

import type { Batch, Capabilities, Sink } from '@parmap/core'
import { Threads } from '../support/page-backend.ts'
import { LocalBackend, on, spoiltSink, type BrokenExecutor } from './broken-executor.ts'

// Threads take a while to start.
const THESE = /^4\.[4-7]$/u

/** Tells what cannot be copied like what was thrown. */
class Vague extends Threads {
  override dispatch(batch: Batch, sink: Sink): void {
    super.dispatch(batch, spoiltSink(sink, { unserializable: (index, _path, error) => { sink.rejected(index, error, 0) } }))
  }
}

/** Takes the exit code 0 for success. */
class Trusting extends Threads {
  override dispatch(batch: Batch, sink: Sink): void {
    super.dispatch(batch, spoiltSink(sink, {
      lost: (index, started, exit) => {
        if (exit?.exitCode === 0) sink.fulfilled(index, undefined, 0)
        else sink.lost(index, started, exit)
      },
    }))
  }
}

/** Has processes, all of which are killed at once, and does not tell by what. */
class Discreet extends LocalBackend {
  override readonly capabilities: Capabilities = { values: 'json', functions: 'portable', kill: true, parallel: true, transfer: false, isolation: 'process', delivery: 'at-most-once' }

  override dispatch(batch: Batch, sink: Sink): void {
    sink.sentTo('process-1')
    for (const position of batch.items.keys()) sink.lost(batch.first + position, true, { worker: 'process-1', exitCode: null, signal: null, outOfMemory: false })
  }
}

/** Tells the end of memory like any other. */
class Forgetful extends Threads {
  override dispatch(batch: Batch, sink: Sink): void {
    super.dispatch(batch, spoiltSink(sink, { lost: (index, started, exit) => { sink.lost(index, started, exit && { ...exit, outOfMemory: false }) } }))
  }
}

export const BROKEN_DYING_ITEMS: readonly BrokenExecutor[] = [
  { breaks: '4.4', what: 'tells what cannot be copied like what was thrown', createExecutor: on(Vague), among: THESE },
  { breaks: '4.5', what: 'takes the exit code 0 for success', createExecutor: on(Trusting), among: THESE },
  { breaks: '4.6', what: 'does not tell by which signal its processes were killed', createExecutor: on(Discreet), among: THESE },
  { breaks: '4.7', what: 'tells the end of memory like any other', createExecutor: on(Forgetful), among: THESE },
]
