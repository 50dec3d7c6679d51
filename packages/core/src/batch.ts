// What crosses from the engine to a worker. Data only; on the event loop, also the task function itself.

import type { AnyTask, AnyTaskFunction, AnyTaskContext } from './task.ts'

/** Items that travel together. A backend that copies it to a worker sends all fields but `enter`. */
export interface Batch {
  /** Unique within the executor. */
  readonly id: number
  readonly task: AnyTask | AnyTaskFunction
  /** Index of `items[0]`; the others follow without a gap unless `indexes` says otherwise. */
  readonly first: number
  /** The index of each item, where they do not follow each other. */
  readonly indexes: readonly number[] | undefined
  readonly items: readonly unknown[]
  /** Which attempt this is for each item, from 1; undefined: the first for all. */
  readonly attempts: readonly number[] | undefined
  /** The most of its items that may run at once: its share of the concurrency. */
  readonly slots: number
  /** Milliseconds that each item may run. */
  readonly timeout: number | undefined
  /** Whether the sink wants to know how long each item ran. */
  readonly timed: boolean
  /** On the event loop: calls the task in a context that tells its runs whose they are. */
  readonly enter?: EnterItem | undefined
}

/** Calls a task function for the item with this index. */
export type EnterItem = (index: number, fn: AnyTaskFunction, item: unknown, context: AnyTaskContext) => unknown

/** The index of the item at a position of a batch. */
export function indexAt(batch: Batch, position: number): number {
  return batch.indexes === undefined ? batch.first + position : batch.indexes[position]!
}
