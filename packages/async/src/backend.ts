// Runs batches on the event loop of the caller. There is no way to carry anything and nobody to lose: the worker side
// of core does all of it.

import { tellWorkerEnd, tellWorkerStart, type Backend, type Batch, type Sink, type WorkerStats } from '@parmap/core'
import { runBatch, WorkerScope, type Gate } from '@parmap/core/worker'

const WORKER = 'main'
// For setups that nobody needs any more, and, where all is to end now, for teardowns.
const PATIENCE_MS = 1_000

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
  #closing: Promise<void> | undefined

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

  /** Runs the teardowns of the tasks that were set up; a setup that has not ended is waited for a second at most. */
  close(): Promise<void> {
    return (this.#closing ??= patiently((isLate) => this.#close(isLate)))
  }

  async #close(isLate: Promise<void>): Promise<void> {
    await this.#scope.close(isLate)
    if (this.#isInUse) tellWorkerEnd(this.name, { worker: WORKER, exitCode: null, signal: null, outOfMemory: false })
    this.#isInUse = false
  }

  /** As `close`, but waits no longer than a second for teardowns that do not end, either. */
  terminate(): Promise<void> {
    return patiently((isLate) => Promise.race([this.close(), isLate]))
  }
}

/** Waits for something that is told when it takes too long. Its timer holds the host: the caller waits, and nothing else may. */
async function patiently(wait: (isLate: Promise<void>) => Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const isLate = new Promise<void>((resolve) => { timer = setTimeout(resolve, PATIENCE_MS) })
  await wait(isLate).finally(() => { clearTimeout(timer) })
}
