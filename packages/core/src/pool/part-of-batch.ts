// A batch of some of the items of another.

import { indexAt, type Batch } from '../batch.ts'

/** @param positions of the items in the whole batch, ascending */
export function partOf(batch: Batch, positions: readonly number[]): Batch {
  const { attempts, items } = batch
  return {
    ...batch,
    first: 0,
    indexes: positions.map((position) => indexAt(batch, position)),
    items: positions.map((position) => items[position]),
    attempts: attempts && positions.map((position) => attempts[position]!),
  }
}
