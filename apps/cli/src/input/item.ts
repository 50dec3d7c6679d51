// An item that has been read: which it is, what is sent to its task, and where it comes from.

import type { Block, Place } from './block.ts'

/** An item on its way from the input to its end. */
export interface Item {
  /** Place in the input, from 0: what tasks see as their index. */
  readonly index: number
  /** What is sent to the task; undefined for a record that is no item. */
  readonly value: unknown
  /** Why the record is no item. */
  readonly failure: Error | undefined
  readonly block: Block
  /** Place in the block. */
  readonly position: number
}

/** The item as messages name it: `item 7 (orders.ndjson:9)`. Numbers count from 1. */
export function nameOf({ index, block, position }: Pick<Item, 'index' | 'block' | 'position'>): string {
  const place: Place = block.place(position)
  return `item ${index + 1} (${typeof place === 'object' ? `${place.source}:${place.line}` : place})`
}
