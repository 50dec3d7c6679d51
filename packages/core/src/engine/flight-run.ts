// What a flight carries, and what it tells the run that has sent it.

import type { WorkerExit } from '../backend.ts'
import type { AnyTask, AnyTaskFunction } from '../task.ts'
import type { NestingWatch } from './nesting-watch.ts'

/** The items of a flight: an array of its own, or where the backend takes it, a part of a typed array. */
export interface Load {
  readonly first: number
  readonly indexes: readonly number[] | undefined
  readonly items: unknown[]
  readonly attempts: readonly number[] | undefined
}

/** What a run does with the outcomes of its flights. @typeParam F what a flight is */
export interface FlightRun<F> {
  readonly task: AnyTask | AnyTaskFunction
  readonly timeout: number | undefined
  readonly isTimed: boolean
  readonly priority: number
  /** Who decides how closely its items are followed. */
  readonly watch: NestingWatch | undefined
  fulfilled(flight: F, index: number, value: unknown, ms: number): void
  /** The first `count` of these values, from index `first` on; in a run that is not timed, of indexes that are wanted. */
  fulfilledAll(flight: F, first: number, values: ArrayLike<unknown>, count: number): void
  /** Whether the outcome of an item, and so of those before it, is wanted. */
  isWanted(index: number): boolean
  rejected(flight: F, index: number, attempt: number, item: unknown, error: unknown, ms: number): void
  timedOut(flight: F, index: number, attempt: number, item: unknown, ms: number): void
  unserializable(flight: F, index: number, attempt: number, path: string, error: unknown): void
  lost(flight: F, index: number, attempt: number, item: unknown, started: boolean | 'unknown', exit: WorkerExit | undefined): void
  unusable(error: unknown): void
  /** Whether it may have more slots than it has. */
  readonly isSpreadable: boolean
  /** One slot of a flight is free. */
  slotFreed(): void
  /** A flight has the slot that it has waited for. */
  slotTaken(flight: F): void
  /** A flight of one slot is about to land: another may be sent that will have its slot. */
  ending(flight: F): void
  /** It may be able to use slots. */
  wake(): void
  /** No item of the flight runs any more. */
  landed(flight: F): void
}
