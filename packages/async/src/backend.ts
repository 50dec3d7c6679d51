// Runs batches on the event loop of the caller. There is no way to carry anything and nobody to lose: the worker side
// of core does all of it.

import { tellWorkerEnd, tellWorkerStart, type Backend, type Batch, type Sink, type WorkerStats } from '@parmap/core'
import { runBatch, WorkerScope, type Gate } from '@parmap/core/worker'

const WORKER = 'main'
const TERMINATE_PATIENCE_MS = 1_000

export class AsyncBackend implements Backend {
  readonly name = 'async'
  readonly capabilities = {
    values: 'any',
    functions: 'any',
    kill: false,
    parallel: false,
    transfer: false,
    isolation: 'none',
    delivery: 'at-most-once',
  } as const
  readonly concurrency: number
  readonly maxConcurrency: number = Infinity
  readonly #scope: WorkerScope
  #isInUse = false

  constructor(concurrency: number, gate: Gate | undefined) {
    this.concurrency = concurrency
    this.#scope = new WorkerScope({ worker: WORKER, gate })
  }

  dispatch(batch: Batch, sink: Sink): void {
    if (!this.#isInUse) {
      this.#isInUse = true
      tellWorkerStart(this.name, WORKER)
    }
    runBatch(this.#scope, batch, sink)
  }

  cancel(batch: number, indexes: readonly number[], reason: unknown): void {
    this.#scope.cancel(batch, indexes, reason)
  }

  workers(): readonly WorkerStats[] {
    const { worker: id, running, completed } = this.#scope
    return [{ id, running, completed }]
  }

  /** Runs the teardowns of the tasks that were set up. */
  async close(): Promise<void> {
    await this.#scope.close()
    if (this.#isInUse) tellWorkerEnd(this.name, { worker: WORKER, exitCode: null, signal: null, outOfMemory: false })
    this.#isInUse = false
  }

  /** As `close`, but waits no longer than a second for setups and teardowns that do not end. */
  async terminate(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const patience = new Promise<void>((resolve) => { timer = setTimeout(resolve, TERMINATE_PATIENCE_MS) })
    await Promise.race([this.close(), patience]).finally(() => { clearTimeout(timer) })
  }
}
