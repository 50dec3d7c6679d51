// What a pool and its workers say to each other. Plain data: structured clone and v8.serialize carry it.

import type { EncodedError } from '../error-codec.ts'
import type { Packed } from '../packing/packed.ts'
import type { EncodedOutcome } from '../worker/outcome-codec.ts'

/** A batch as it crosses: its items and its task are sent apart. */
export interface SentBatch {
  readonly id: number
  /** The number under which the worker was told of the task. */
  readonly task: number
  readonly first: number
  readonly indexes: readonly number[] | undefined
  readonly attempts: readonly number[] | undefined
  readonly slots: number
  readonly after: number | undefined
  readonly timeout: number | undefined
  readonly timed: boolean
  /** Where the worker notes how many of its items have started, in memory that both share; -1: it announces them. */
  readonly lane: number
}

/** From the pool to a worker. */
export type ToWorker =
  | { readonly is: 'task'; readonly id: number; readonly module: string; readonly exportName: string; readonly data: readonly unknown[] }
  /** No batch will name it any more. */
  | { readonly is: 'forget'; readonly task: number }
  /** An item of the batch that follows, which cannot be sent as a whole. */
  | { readonly is: 'item'; readonly item: unknown }
  /** `items` undefined: they have been sent one by one. */
  | { readonly is: 'batch'; readonly batch: SentBatch; readonly items: Packed | undefined }
  /** Without a reason it is a recall. */
  | { readonly is: 'cancel'; readonly batch: number; readonly indexes: readonly number[]; readonly reason: EncodedError | undefined }
  /** Runs the teardowns, then ends the worker. */
  | { readonly is: 'close' }

/** Items that ended one after the other with a value, as one: their indexes follow each other from `first`. */
export interface ValueGroup {
  readonly is: 'values'
  readonly first: number
  readonly values: Packed
  /** How long each ran; undefined where nobody asked. */
  readonly ms: Packed | undefined
}

/**
 * What a worker puts aside: where it is in a batch, and the values that have come since it did so last, in rows whose
 * indexes follow each other. All of it is told once more by the next message of the batch, if one comes.
 */
export type Draft = readonly [batch: number, next: number, leave: number, rows: readonly DraftRow[]]
export type DraftRow = readonly [first: number, values: readonly unknown[], ms: readonly number[] | undefined]

export type OutcomeGroup = ValueGroup | EncodedOutcome

/** From a worker to its pool. */
export type FromWorker =
  /** It can be sent batches. */
  | { readonly is: 'ready' }
  /**
   * Outcomes in the order in which they came, with all that has been put aside since the last message of the batch. Positions
   * below `next` have started, those below `leave` may have.
   */
  | { readonly is: 'told'; readonly batch: number; readonly outcomes: readonly OutcomeGroup[]; readonly next: number; readonly leave: number }
  /** It asks for another to take its place, e.g. because its memory has grown. */
  | { readonly is: 'leaving' }
  /** Something was thrown that nobody caught: it is about to die of this. `undefined`: it lives on after all, since a task catches such errors. */
  | { readonly is: 'dying'; readonly error: EncodedError | undefined }
  /** The teardowns are over. */
  | { readonly is: 'closed'; readonly error: EncodedError | undefined }
