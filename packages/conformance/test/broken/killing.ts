// Executors that break the rules of facet 7 about force.

import type { Batch, Sink } from '@parmap/core'
import type { ExecutorShape } from '@parmap/conformance'
import { Threads } from '../support/page-backend.ts'
import { on, spoiltSink, type BrokenExecutor } from './broken-executor.ts'

const LONGEST_MS = 2 ** 31 - 1

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

// Threads take a while to start, and the grace is a second.
const THESE = /^7\.[78]$/u

export const BROKEN_KILLING: readonly BrokenExecutor[] = [
  { breaks: '7.7', what: 'waits for ever for what does not stop', createExecutor: on(Patient), among: THESE },
  { breaks: '7.8', what: 'does not tell for which item it has killed a worker', createExecutor: on(Silent), among: THESE },
]
