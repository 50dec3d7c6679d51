// A real backend in this process, on a clock that can be replaced, with whatever numbers and capabilities a test needs.
// The work is done by core's own worker side, as in every backend.

import type { Backend, Batch, Capabilities, Sink, WorkerStats } from '@parmap/core'
import { runBatch, WorkerScope, type WorkerScopeOptions } from '@parmap/core/worker'

/** What of the backend a test may set. */
export interface LocalOptions extends Partial<Pick<Backend, 'concurrency' | 'maxConcurrency' | 'slotsPerWorker' | 'messageMs'>> {
  readonly clock?: WorkerScopeOptions['clock']
  readonly capabilities?: Partial<Capabilities>
}

/** What an event loop can do. */
export const LOCAL: Capabilities = {
  values: 'any',
  functions: 'any',
  kill: false,
  parallel: false,
  transfer: false,
  isolation: 'none',
  delivery: 'at-most-once',
}

/** Runs batches in this process. */
export class LocalBackend implements Backend {
  readonly name = 'local'
  readonly capabilities: Capabilities
  readonly concurrency: number
  readonly maxConcurrency: number
  readonly slotsPerWorker: number
  readonly messageMs: number
  /** Every batch that was sent, in order; its items as they were then. */
  readonly batches: { readonly first: number; readonly items: readonly unknown[]; readonly slots: number }[] = []
  /** What came of the executor's end. */
  readonly ends: string[] = []
  readonly #scope: WorkerScope

  constructor({ clock, capabilities, concurrency = 100, maxConcurrency = Infinity, slotsPerWorker = Infinity, messageMs = 0 }: LocalOptions = {}) {
    this.capabilities = { ...LOCAL, ...capabilities }
    this.concurrency = concurrency
    this.maxConcurrency = maxConcurrency
    this.slotsPerWorker = slotsPerWorker
    this.messageMs = messageMs
    this.#scope = new WorkerScope({ worker: 'local-1', clock })
  }

  dispatch(batch: Batch, sink: Sink): void {
    this.batches.push({ first: batch.first, items: [...batch.items], slots: batch.slots })
    runBatch(this.#scope, batch, sink)
  }

  cancel(batch: number, indexes: readonly number[], reason: unknown): void { this.#scope.cancel(batch, indexes, reason) }

  workers(): readonly WorkerStats[] { return [{ id: 'local-1', running: this.#scope.running, completed: this.#scope.completed }] }

  async close(): Promise<void> {
    this.ends.push('close')
    await this.#scope.close()
  }

  async terminate(): Promise<void> {
    this.ends.push('terminate')
    await this.#scope.close()
  }
}
