// What crosses from the engine to a worker. Data only; on the event loop, also the task function itself.

import type { AnyTask, AnyTaskFunction } from './task.ts'

/** Items that travel together. A backend that copies it to a worker sends all fields but the last two. */
export interface Batch {
  /** Unique within the executor. */
  readonly id: number
  readonly task: AnyTask | AnyTaskFunction
  /** Index of `items[0]`, the others follow without a gap; means nothing where there are `indexes`. */
  readonly first: number
  /** The index of each item, ascending, where they do not follow each other. */
  readonly indexes: readonly number[] | undefined
  /** Where the backend says that it takes them, it may be a typed array, which can be read in the same way. */
  readonly items: readonly unknown[]
  /** Which attempt this is for each item, from 1; undefined: the first for all. */
  readonly attempts: readonly number[] | undefined
  /** The most of its items that may run at once: its share of the concurrency. */
  readonly slots: number
  /** Milliseconds that each item may run. */
  readonly timeout: number | undefined
  /** Whether the sink wants to know how long each item ran. */
  readonly timed: boolean
  /**
   * The batch in whose slot it will run: none of its items starts before all of that one have ended. Undefined: it has slots
   * of its own. Only where the backend has said that the other is `ending`.
   */
  readonly after?: number | undefined
  /** Written by a worker side that shares the engine's heap: the index of the item whose task is being called, else -1. */
  calling: number
  /**
   * How to call the task of an item: calls `call` once and returns what it returns; undefined: as it is. The engine knows
   * by it what an item starts, a worker can note by it which items have started.
   */
  readonly follow: ((index: number, call: () => boolean) => boolean) | undefined
}

/** The index of the item at a position of a batch. */
export function indexAt(batch: Batch, position: number): number {
  return batch.indexes === undefined ? batch.first + position : batch.indexes[position]!
}

/** The position of an index in a batch, or -1 where it is not in it. A batch holds its indexes in ascending order. */
export function positionOf({ first, indexes, items }: Batch, index: number): number {
  if (indexes === undefined) {
    const position = index - first
    return position >= 0 && position < items.length ? position : -1
  }
  let low = 0
  let high = indexes.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = indexes[middle]!
    if (found === index) return middle
    if (found < index) low = middle + 1
    else high = middle - 1
  }
  return -1
}
