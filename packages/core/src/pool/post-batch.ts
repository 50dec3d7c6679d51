// Sends a batch to a worker as one message. Only where an item cannot be copied, each is sent by itself, to find out which.

import type { Sink } from '../backend.ts'
import { indexAt, type Batch } from '../batch.ts'
import { isMovedItem } from '../move.ts'
import { packValues } from '../packing/pack-values.ts'
import { packedTransfer } from '../packing/packed-transfer.ts'
import type { Packed } from '../packing/packed.ts'
import { unclonablePath } from '../unclonable-path.ts'
import type { Link } from './link.ts'
import type { ToWorker } from './messages.ts'
import { partOf } from './part-of-batch.ts'
import type { TaughtTasks } from './taught-tasks.ts'

type Way = Pick<Link, 'post' | 'isCopyable'>

/** What has been sent: the batch without the items that cannot be, and what has to be told of those. */
export interface Posted {
  readonly batch: Batch
  readonly failures: readonly ((sink: Sink) => void)[]
}

const valueOf = (item: unknown): unknown => (isMovedItem(item) ? item.value : item)
const transferOf = (item: unknown): readonly object[] => (isMovedItem(item) ? item.transfer : [])

/** @param lane where its starts are noted, or -1 */
export function postBatch(batch: Batch, taught: TaughtTasks, lane: number, way: Way): Posted {
  let task: number
  try {
    task = taught.teach(batch.task)
  } catch (error) {
    return { batch: partOf(batch, []), failures: [(sink) => { sink.unusable(error) }] }
  }
  try {
    let packed = packValues(batch.items)
    const hasMoved = packed.is !== 'numbers' && packed.is !== 'texts' && batch.items.some(isMovedItem)
    if (hasMoved) packed = packValues(batch.items.map(valueOf))
    const transfer = packedTransfer(packed)
    way.post(messageOf(batch, task, lane, packed), hasMoved ? [...transfer, ...batch.items.flatMap(transferOf)] : transfer)
    return { batch, failures: [] }
  } catch {
    return postEach(batch, task, lane, way)
  }
}

function messageOf({ id, first, indexes, attempts, slots, after, timeout, timed }: Batch, task: number, lane: number, items: Packed | undefined): ToWorker {
  return { is: 'batch', batch: { id, task, first, indexes, attempts, slots, after, timeout, timed, lane }, items }
}

function postEach(batch: Batch, task: number, lane: number, way: Way): Posted {
  const sent: number[] = []
  const failures: ((sink: Sink) => void)[] = []
  for (const [position, item] of batch.items.entries()) {
    const value = valueOf(item)
    try {
      way.post({ is: 'item', item: value }, transferOf(item))
      sent.push(position)
    } catch (error) {
      failures.push((sink) => { sink.unserializable(indexAt(batch, position), unclonablePath(value, way.isCopyable), error) })
    }
  }
  const rest = partOf(batch, sent)
  if (sent.length > 0) way.post(messageOf(rest, task, lane, undefined), [])
  return { batch: rest, failures }
}
