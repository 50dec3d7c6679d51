// Makes of a batch what goes to a simulated worker: its items copied, and what befalls each of them decided.

import type { Sink } from '../backend.ts'
import { indexAt, type Batch } from '../batch.ts'
import { copyValue, type Copied } from './copy-value.ts'
import type { FaultPlans } from './faults.ts'
import { Parcel } from './parcel.ts'

/** A batch that is packed; `tellRefused` tells the items that cannot be copied. */
export interface Packed {
  readonly parcel: Parcel
  tellRefused(): void
}

/** Packs a batch. `canTransfer` is undefined where nothing is copied. */
export function packBatch(batch: Batch, sink: Sink, plans: FaultPlans, canTransfer: boolean | undefined): Packed {
  const copies = batch.items.map((item): Copied => (canTransfer === undefined ? { isCopied: true, value: item } : copyValue(item, canTransfer)))
  const drawn = batch.items.map((item, position) => plans.next({ index: indexAt(batch, position), attempt: batch.attempts?.[position] ?? 1, item }))
  const parcel = new Parcel(batch, sink, copies.map((copied) => (copied.isCopied ? copied.value : undefined)), drawn)
  const tellRefused = (): void => {
    for (const [position, copied] of copies.entries()) {
      if (copied.isCopied || !parcel.close(position)) continue // the first that is told may have the others taken back
      parcel.states[position] = 'told'
      sink.unserializable(parcel.indexAt(position), copied.path, copied.error)
    }
  }
  return { parcel, tellRefused }
}
