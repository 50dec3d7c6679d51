// One batch on its way: what the backend carries (Batch), and where it tells the outcomes (Sink). One object for both,
// because a batch of one item must stay cheap; a backend sees it through those two interfaces only. Keeps the ledger
// of its items: each gets one outcome and gives its slot back once, whatever the backend tells.

import type { Batch, EnterItem } from '../batch.ts'
import type { Sink, WorkerExit } from '../backend.ts'
import type { AnyTask, AnyTaskFunction } from '../task.ts'
import { isMovedItem } from '../move.ts'
import type { Lender } from './nesting.ts'
import type { Slots } from './slots.ts'

/** What a run does with the outcomes of its batches. */
export interface FlightRun {
  readonly task: AnyTask | AnyTaskFunction
  readonly timeout: number | undefined
  readonly isTimed: boolean
  /** Slots that its flights hold. */
  used: number
  fulfilled(flight: Flight, index: number, attempt: number, value: unknown, ms: number): void
  rejected(flight: Flight, index: number, attempt: number, item: unknown, error: unknown, ms: number): void
  timedOut(flight: Flight, index: number, attempt: number, item: unknown, ms: number): void
  unserializable(flight: Flight, index: number, attempt: number, path: string, error: unknown): void
  lost(flight: Flight, index: number, attempt: number, item: unknown, started: boolean | 'unknown', exit: WorkerExit | undefined): void
  unusable(error: unknown): void
  /** One of its tasks has started a run. */
  sawNested(): void
  /** No item of the flight runs any more. */
  landed(flight: Flight): void
}

/** Stands in `items` for an item that has had its outcome; freeing the item is a welcome effect. */
const TOLD = Symbol('told')

export class Flight implements Batch, Sink {
  readonly id: number
  readonly task: AnyTask | AnyTaskFunction
  readonly first: number
  readonly indexes: readonly number[] | undefined
  readonly items: unknown[]
  readonly attempts: readonly number[] | undefined
  readonly slots: number
  readonly timeout: number | undefined
  readonly timed: boolean
  enter: EnterItem | undefined = undefined
  worker: string | undefined = undefined
  readonly run: FlightRun
  /** The slot that a nested run has borrowed for this flight. */
  readonly borrowed: Lender | undefined
  /** When it was sent; read only where batch sizes adapt. */
  sentAt = 0
  isRecalled = false
  /** Items whose slot has not been given back. */
  open: number
  /** Slots of the executor that it holds: never more than `open`. */
  held: number
  readonly #slots: Slots
  #lenders: Map<number, Lender> | undefined = undefined
  /** Items with an outcome, or cancelled, that still run: with their slot (true), or detached from it (false). */
  #hanging: Map<number, boolean> | undefined = undefined

  constructor(id: number, run: FlightRun, slots: Slots, load: Load, count: number, borrowed: Lender | undefined) {
    this.id = id
    this.run = run
    this.task = run.task
    this.timeout = run.timeout
    this.timed = run.isTimed
    this.first = load.first
    this.indexes = load.indexes
    this.items = load.items
    this.attempts = load.attempts
    this.slots = this.held = count
    this.open = load.items.length
    this.borrowed = borrowed
    this.#slots = slots
  }

  sentTo(worker: string): void { this.worker = worker }

  fulfilled(index: number, value: unknown, ms: number): void {
    const position = this.#positionOf(index)
    if (!this.#isOpen(position)) return this.#lateEnd(index)
    this.items[position] = TOLD
    this.#end(index)
    if (isMovedItem(value)) value = value.value
    this.run.fulfilled(this, index, this.#attempt(position), value, ms)
  }

  rejected(index: number, error: unknown, ms: number): void {
    const position = this.#positionOf(index)
    if (!this.#isOpen(position)) return this.#lateEnd(index)
    const item = this.#take(position)
    this.#end(index)
    this.run.rejected(this, index, this.#attempt(position), item, error, ms)
  }

  unserializable(index: number, path: string, error: unknown): void {
    const position = this.#positionOf(index)
    if (!this.#isOpen(position)) return this.#lateEnd(index)
    this.#take(position)
    this.#end(index)
    this.run.unserializable(this, index, this.#attempt(position), path, error)
  }

  lost(index: number, started: boolean | 'unknown', exit: WorkerExit | undefined): void {
    const position = this.#positionOf(index)
    if (!this.#isOpen(position)) return this.#lateEnd(index)
    const item = this.#take(position)
    this.isRecalled = false
    this.#end(index)
    this.run.lost(this, index, this.#attempt(position), item, started, exit)
  }

  timedOut(index: number, ms: number): void {
    const position = this.#positionOf(index)
    if (!this.#isOpen(position)) return
    const item = this.#take(position)
    this.hang([index])
    this.run.timedOut(this, index, this.#attempt(position), item, ms)
  }

  stopped(index: number): void { this.#lateEnd(index) }

  unusable(error: unknown): void {
    for (let position = 0; position < this.items.length; position++) {
      if (this.items[position] === TOLD) continue
      this.items[position] = TOLD
      this.#end(this.#indexOf(position))
    }
    this.run.unusable(error)
  }

  /** The indexes after `lastIndex` that have no outcome yet. */
  openIndexes(lastIndex = -1): number[] {
    const indexes: number[] = []
    for (let position = 0; position < this.items.length; position++) {
      if (this.items[position] !== TOLD && this.#indexOf(position) > lastIndex) indexes.push(this.#indexOf(position))
    }
    return indexes
  }

  /** Asks for the last of its items back, as far as they have not started. */
  recall(count: number): void {
    this.isRecalled = true // until one comes back: when none does, all had started
    this.#slots.takeBack(this, this.openIndexes().slice(-count))
  }

  /** These items are to stop: where nothing can be killed, their slots are given up after the grace. */
  hang(indexes: readonly number[]): void {
    if (indexes.length === 0) return
    this.#hanging ??= new Map()
    for (const index of indexes) if (!this.#hanging.has(index)) this.#hanging.set(index, true)
    this.#slots.expectStop(this, indexes)
  }

  /** Whether an item that was to stop still runs in its slot. */
  isHanging(index: number): boolean { return this.#hanging?.get(index) === true }

  /** Gives the slot of an item back although it still runs. */
  detach(index: number): void {
    this.#hanging!.set(index, false)
    this.#giveBack(index)
    this.#slots.takeBack(this, this.openIndexes()) // what waited behind it in its worker can run elsewhere
  }

  /** A run that this item started may use its slot. */
  lent(index: number, lender: Lender): void {
    this.#lenders ??= new Map()
    this.#lenders.set(index, lender)
  }

  /** Something was told of an item that has had its outcome: it may be its real end. */
  #lateEnd(index: number): void {
    if (this.#hanging?.has(index) === true) this.#end(index)
  }

  /** An item has ended; called once for each. */
  #end(index: number): void {
    const hanging = this.#hanging?.get(index)
    if (hanging !== undefined) {
      this.#hanging!.delete(index)
      this.#slots.hasStopped(this, index, !hanging)
      if (!hanging) return // its slot is long gone
    }
    this.#giveBack(index)
  }

  #giveBack(index: number): void {
    const lender = this.#lenders?.get(index)
    if (lender !== undefined) lender.isOver = true
    this.open--
    if (this.open < this.held) {
      this.held--
      this.run.used--
      this.#slots.giveBack(this, lender)
    } else if (this.open === this.held) {
      this.#slots.deep.delete(this)
    }
    if (this.open === 0) this.run.landed(this)
  }

  #isOpen(position: number): boolean {
    return position >= 0 && position < this.items.length && this.items[position] !== TOLD
  }

  #take(position: number): unknown {
    const item = this.items[position]
    this.items[position] = TOLD
    return item
  }

  #positionOf(index: number): number { return this.indexes === undefined ? index - this.first : this.indexes.indexOf(index) }
  #indexOf(position: number): number { return this.indexes === undefined ? this.first + position : this.indexes[position]! }
  #attempt(position: number): number { return this.attempts === undefined ? 1 : this.attempts[position]! }
}

/** The items of a flight. */
export interface Load {
  readonly first: number
  readonly indexes: readonly number[] | undefined
  readonly items: unknown[]
  readonly attempts: readonly number[] | undefined
}
