// A backend of which the test is the workers: it sees every batch and every cancel, and tells the outcomes itself, also
// wrong ones. Shows rules that an event loop cannot: lost workers, doubled outcomes, late ends.

import type { Backend, Batch, Capabilities, Sink, WorkerExit } from '@parmap/core'
import { Moments } from './deferred.ts'
import { LOCAL, type LocalOptions } from './local-backend.ts'

/** One batch as it was when it was sent, and where its outcomes go. */
export interface Sent extends Pick<Batch, 'id' | 'slots' | 'timeout' | 'task' | 'after'> {
  readonly indexes: readonly number[]
  readonly items: readonly unknown[]
  readonly attempts: readonly number[]
  readonly sink: Sink
}

/** One call of `cancel`. */
export interface Cancelled {
  readonly batch: number
  readonly indexes: readonly number[]
  readonly reason: unknown
}

/** How the worker of these tests ends. */
export const CRASH: WorkerExit = { worker: 'worker-7', exitCode: null, signal: 'SIGKILL', outOfMemory: false }

// What the workers of these tests can do.
const REMOTE: Capabilities = { ...LOCAL, values: 'structured-clone', functions: 'any', kill: true, parallel: true, isolation: 'process' }

/** Does nothing by itself. */
export class ManualBackend implements Backend {
  readonly name = 'manual'
  readonly capabilities: Capabilities
  readonly concurrency: number
  readonly maxConcurrency: number
  readonly slotsPerWorker: number
  readonly messageMs: number
  readonly sent: Sent[] = []
  readonly cancelled: Cancelled[] = []
  /** What came of the executor's end. */
  readonly ends: unknown[] = []
  /** Called in each dispatch, for outcomes that are told before it returns. */
  onDispatch: (sent: Sent) => void = () => undefined
  readonly #moments = new Moments()

  constructor({ capabilities, concurrency = 4, maxConcurrency = concurrency, slotsPerWorker = 1, messageMs = 0 }: LocalOptions = {}) {
    this.capabilities = { ...REMOTE, ...capabilities }
    this.concurrency = concurrency
    this.maxConcurrency = maxConcurrency
    this.slotsPerWorker = slotsPerWorker
    this.messageMs = messageMs
  }

  /** The batch with this place among all that were sent; waits for it. */
  async batch(place: number): Promise<Sent> {
    await this.#moments.when(() => this.sent.length > place)
    return this.sent[place]!
  }

  /** Resolves when `cancel` has been called this often. */
  cancels(count: number): Promise<void> { return this.#moments.when(() => this.cancelled.length >= count) }

  dispatch(batch: Batch, sink: Sink): void {
    const { id, items, first, slots, timeout, task, after } = batch
    const indexes = batch.indexes === undefined ? Array.from(items, (_, position) => first + position) : [...batch.indexes]
    const attempts = batch.attempts === undefined ? Array.from(items, () => 1) : [...batch.attempts]
    const sent: Sent = { id, slots, timeout, task, after, indexes, items: [...items], attempts, sink }
    this.sent.push(sent)
    this.onDispatch(sent)
    this.#moments.changed()
  }

  cancel(batch: number, indexes: readonly number[], reason: unknown): void {
    this.cancelled.push({ batch, indexes: [...indexes], reason })
    this.#moments.changed()
  }

  async close(): Promise<void> { this.ends.push('closed') }

  async terminate(reason: unknown): Promise<void> { this.ends.push(reason) }
}
