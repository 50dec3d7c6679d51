// Executors that break the rules of facet 7 about force.

import type { Batch, Sink } from '@parmap/core'
import type { ExecutorShape } from '@parmap/conformance'
import { Threads } from '../support/page-backend.ts'
import { on, spoiltSink, type BrokenExecutor } from './broken-executor.ts'

const LONGEST_MS = 2 ** 31 - 1
// The item that computes is to have begun by then, also on a busy machine; it goes on for three times as long.
const HASTE_MS = 500

/** Waits for ever for what does not stop. */
class Patient extends Threads {
  constructor(shape: ExecutorShape) { super({ ...shape, killGrace: LONGEST_MS }) }
}

/** Does not tell for which item it has killed a worker. */
class Silent extends Threads {
  override dispatch(batch: Batch, sink: Sink): void {
    super.dispatch(batch, spoiltSink(sink, {
      lost: (index, started, exit) => {
        if (exit === undefined) return sink.lost(index, started, exit)
        const { cause: _guilty, ...rest } = exit
        sink.lost(index, started, rest)
      },
    }))
  }
}

/** Ends every thread some time after an item was told to stop, whatever has become of that, and of the others. */
class Hasty extends Threads {
  override cancel(batch: number, indexes: readonly number[], reason: unknown): void {
    super.cancel(batch, indexes, reason)
    if (reason !== undefined) setTimeout(() => { void super.terminate(reason) }, HASTE_MS)
  }
}

// Threads take a while to start, and the grace is a second.
const THESE = /^7\.(?:[78]|15)$/u

export const BROKEN_KILLING: readonly BrokenExecutor[] = [
  { breaks: '7.7', what: 'waits for ever for what does not stop', createExecutor: on(Patient), among: THESE },
  { breaks: '7.8', what: 'does not tell for which item it has killed a worker', createExecutor: on(Silent), among: THESE },
  { breaks: '7.15', what: 'ends its threads for an item that has not begun', createExecutor: on(Hasty), among: THESE },
]
