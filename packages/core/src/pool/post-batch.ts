// Sends a batch to a worker as one message. Only where an item cannot be copied, each is sent by itself, to find out which.

import type { Sink } from '../backend.ts'
import { indexAt, type Batch } from '../batch.ts'
import { isMovedItem } from '../move.ts'
import { packValues } from '../packing/pack-values.ts'
import { packedTransfer } from '../packing/packed-transfer.ts'
import type { Packed } from '../packing/packed.ts'
import { unclonablePath } from '../unclonable-path.ts'
import type { ToWorker } from './messages.ts'
import { partOf } from './part-of-batch.ts'
import type { TaughtTasks } from './taught-tasks.ts'

type Post = (message: ToWorker, transfer: readonly object[]) => void

/** What has been sent: the batch without the items that cannot be, and what has to be told of those. */
export interface Posted {
  readonly batch: Batch
  readonly failures: readonly ((sink: Sink) => void)[]
}

const valueOf = (item: unknown): unknown => (isMovedItem(item) ? item.value : item)
const transferOf = (item: unknown): readonly object[] => (isMovedItem(item) ? item.transfer : [])

/** @param lane where its starts are noted, or -1 */
export function postBatch(batch: Batch, taught: TaughtTasks, lane: number, post: Post): Posted {
  let task: number
  try {
    task = taught.teach(batch.task)
  } catch (error) {
    return { batch: partOf(batch, []), failures: [(sink) => { sink.unusable(error) }] }
  }
  try {
    const hasMoved = batch.items.some(isMovedItem)
    const packed = packValues(hasMoved ? batch.items.map(valueOf) : batch.items)
    const transfer = packedTransfer(packed)
    post(messageOf(batch, task, lane, packed), hasMoved ? [...transfer, ...batch.items.flatMap(transferOf)] : transfer)
    return { batch, failures: [] }
  } catch {
    return postEach(batch, task, lane, post)
  }
}

function messageOf({ id, first, indexes, attempts, slots, timeout, timed }: Batch, task: number, lane: number, items: Packed | undefined): ToWorker {
  return { is: 'batch', batch: { id, task, first, indexes, attempts, slots, timeout, timed, lane }, items }
}

function postEach(batch: Batch, task: number, lane: number, post: Post): Posted {
  const sent: number[] = []
  const failures: ((sink: Sink) => void)[] = []
  for (const [position, item] of batch.items.entries()) {
    const value = valueOf(item)
    try {
      post({ is: 'item', item: value }, transferOf(item))
      sent.push(position)
    } catch (error) {
      failures.push((sink) => { sink.unserializable(indexAt(batch, position), unclonablePath(value), error) })
    }
  }
  const rest = partOf(batch, sent)
  if (sent.length > 0) post(messageOf(rest, task, lane, undefined), [])
  return { batch: rest, failures }
}
