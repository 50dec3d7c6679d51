// The sink of a worker entry under test, and the batches to give it.

import type { Sink } from '@parmap/core'
import type { Batch } from '@parmap/core/worker'
import { Moments } from './deferred.ts'

/** Writes down what it is told. */
export class RecordingSink implements Sink {
  readonly told: unknown[][] = []
  readonly #moments = new Moments()

  /** Resolves when this much has been told. */
  tells(count: number): Promise<void> { return this.#moments.when(() => this.told.length >= count) }

  sentTo(worker: string): void { this.#note('sentTo', worker) }
  fulfilled(index: number, value: unknown, ms: number): void { this.#note('fulfilled', index, value, ms) }
  rejected(index: number, error: unknown, ms: number): void { this.#note('rejected', index, error, ms) }
  timedOut(index: number, ms: number): void { this.#note('timedOut', index, ms) }
  stopped(index: number): void { this.#note('stopped', index) }
  unserializable(index: number, path: string, error: unknown): void { this.#note('unserializable', index, path, error) }
  lost(index: number, started: boolean | 'unknown'): void { this.#note('lost', index, started) }
  unusable(error: unknown): void { this.#note('unusable', error) }

  #note(...what: unknown[]): void {
    this.told.push(what)
    this.#moments.changed()
  }
}

let lastId = 0

/** A batch of these items: the first, of one slot, unless told otherwise. */
export function batchOf(items: readonly unknown[], task: unknown, more: Partial<Batch> = {}): Batch {
  return { id: ++lastId, task: task as Batch['task'], first: 0, indexes: undefined, items, attempts: undefined, slots: 1, timeout: undefined, timed: false, calling: -1, follow: undefined, ...more }
}
