// A backend whose workers do what a script says: give values, throw, time out, die before or while an item runs, tell
// things twice. Every outcome comes a while later, in an order that the script decides.

import type { Backend, Batch, Sink } from '@parmap/core'
import { indexAt } from '@parmap/core'
import { CRASH, ManualBackend } from './manual-backend.ts'

/** What becomes of one sending of an item. */
export interface Act {
  readonly what: 'value' | 'throw' | 'timeout' | 'unserializable' | 'lost' | 'lost perhaps' | 'lost unstarted'
  /** Microtasks and turns until it is told. */
  readonly steps: number
  /** Whether it is told twice, the second time as something else. */
  readonly isTwice: boolean
}

/** What was seen of the batches. */
export interface Traffic {
  /** Slots that are out, and the most that ever were. */
  out: number
  most: number
  /** What a batch should not have been. */
  readonly faults: string[]
}

/** Plays `script(index, sending)`, sendings counted from 0. */
export class UnreliableBackend extends ManualBackend implements Backend {
  readonly traffic: Traffic = { out: 0, most: 0, faults: [] }
  readonly #script: (index: number, sending: number) => Act
  readonly #sendings = new Map<number, number>()
  /** Items that may have killed their worker: a free re-run is sent alone. */
  readonly #suspects = new Set<number>()
  readonly #isIdempotent: boolean

  constructor(script: (index: number, sending: number) => Act, isIdempotent: boolean, options: ConstructorParameters<typeof ManualBackend>[0]) {
    super(options)
    this.#script = script
    this.#isIdempotent = isIdempotent
  }

  override dispatch(batch: Batch, sink: Sink): void {
    const indexes = batch.items.map((_, position) => indexAt(batch, position))
    if (batch.slots > Math.min(this.slotsPerWorker, indexes.length)) this.traffic.faults.push(`${batch.slots} slots for ${indexes.length} items`)
    if (indexes.length > 1 && indexes.some((index) => this.#suspects.has(index))) this.traffic.faults.push(`a suspect in company: ${indexes}`)
    if (new Set(indexes).size < indexes.length) this.traffic.faults.push(`twice in one batch: ${indexes}`)
    let open = indexes.length
    this.traffic.out += batch.slots
    this.traffic.most = Math.max(this.traffic.most, this.traffic.out)
    const ended = (): void => { if (--open < batch.slots) this.traffic.out-- }
    for (const index of indexes) void this.#play(index, batch.timeout ?? 0, sink, ended)
  }

  async #play(index: number, timeout: number, sink: Sink, ended: () => void): Promise<void> {
    const sending = this.#sendings.get(index) ?? 0
    this.#sendings.set(index, sending + 1)
    const { what, steps, isTwice } = this.#script(index, sending)
    for (let step = 0; step <= steps; step++) await (step % 3 === 2 ? new Promise((resolve) => { setImmediate(resolve) }) : null)
    if (this.#isIdempotent && (what === 'lost' || what === 'lost perhaps')) this.#suspects.add(index)
    else if (what !== 'lost unstarted') this.#suspects.delete(index)
    ended()
    this.#tell(what, index, timeout, sink)
    if (isTwice) this.#tell(what === 'value' ? 'lost' : 'value', index, timeout, sink)
  }

  #tell(what: Act['what'], index: number, timeout: number, sink: Sink): void {
    switch (what) {
      case 'value': return sink.fulfilled(index, index * 10, 1)
      case 'throw': return sink.rejected(index, new Error('thrown'), 1)
      case 'unserializable': return sink.unserializable(index, '.x', new Error('cannot be cloned'))
      case 'lost': return sink.lost(index, true, CRASH)
      case 'lost perhaps': return sink.lost(index, 'unknown', CRASH)
      case 'lost unstarted': return sink.lost(index, false, CRASH)
      case 'timeout': {
        sink.timedOut(index, timeout)
        return sink.stopped(index)
      }
    }
  }
}
