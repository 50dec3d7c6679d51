// Makes of a batch what goes to a simulated worker: its items copied, and what befalls each of them decided.

import type { Sink } from '../backend.ts'
import { indexAt, type Batch } from '../batch.ts'
import { copyValue, type Copied } from './copy-value.ts'
import type { FaultPlans } from './faults.ts'
import { Parcel } from './parcel.ts'

/** Packs a batch; items that cannot be copied are told at once. `canTransfer` is undefined where nothing is copied. */
export function packBatch(batch: Batch, sink: Sink, plans: FaultPlans, canTransfer: boolean | undefined): Parcel {
  const copies = batch.items.map((item): Copied => (canTransfer === undefined ? { isCopied: true, value: item } : copyValue(item, canTransfer)))
  const drawn = batch.items.map((item, position) => plans.next({ index: indexAt(batch, position), attempt: batch.attempts?.[position] ?? 1, item }))
  const parcel = new Parcel(batch, sink, copies.map((copied) => (copied.isCopied ? copied.value : undefined)), drawn)
  for (const [position, copied] of copies.entries()) {
    if (copied.isCopied) continue
    parcel.states[position] = 'told'
    parcel.close(position)
    sink.unserializable(parcel.indexAt(position), copied.path, copied.error)
  }
  return parcel
}
