// One batch on its way: what the backend carries (Batch), and where it tells the outcomes (Sink). One object for both,
// because a batch of one item must stay cheap; a backend sees it through those two interfaces only. Keeps the ledger
// of its items: each gets one outcome and gives its slot back once, whatever the backend tells.

import { indexAt, positionOf, type Batch } from '../batch.ts'
import type { Sink, WorkerExit } from '../backend.ts'
import type { AnyTask, AnyTaskFunction } from '../task.ts'
import { isMovedItem } from '../move.ts'
import type { Lender, NestingFlight } from './nesting.ts'
import type { Holder, Slots } from './slots.ts'

/** The items of a flight. */
export interface Load {
  readonly first: number
  readonly indexes: readonly number[] | undefined
  readonly items: unknown[]
  readonly attempts: readonly number[] | undefined
}

/** What a run does with the outcomes of its batches. */
export interface FlightRun {
  readonly task: AnyTask | AnyTaskFunction
  readonly timeout: number | undefined
  readonly isTimed: boolean
  fulfilled(flight: Flight, index: number, value: unknown, ms: number): void
  rejected(flight: Flight, index: number, attempt: number, item: unknown, error: unknown, ms: number): void
  timedOut(flight: Flight, index: number, attempt: number, item: unknown, ms: number): void
  unserializable(flight: Flight, index: number, attempt: number, path: string, error: unknown): void
  lost(flight: Flight, index: number, attempt: number, item: unknown, started: boolean | 'unknown', exit: WorkerExit | undefined): void
  unusable(error: unknown): void
  /** Whether it may have more slots than it has. */
  readonly isSpreadable: boolean
  /** One slot of the flight is free. */
  slotFreed(): void
  /** No item of the flight runs any more. */
  landed(flight: Flight): void
}

/** Stands in `items` for an item that has had its outcome; freeing the item is a welcome effect. */
const TOLD = Symbol('told')

export class Flight implements Batch, Sink, Holder, NestingFlight {
  readonly id: number
  readonly task: AnyTask | AnyTaskFunction
  readonly first: number
  readonly indexes: readonly number[] | undefined
  readonly items: unknown[]
  readonly attempts: readonly number[] | undefined
  readonly slots: number
  readonly timeout: number | undefined
  readonly timed: boolean
  readonly borrowed: Lender | undefined
  isCalling = false
  worker: string | undefined = undefined
  /** When it was sent; read only where it matters. */
  sentAt = 0
  open: number
  held: number
  readonly #run: FlightRun
  readonly #slots: Slots
  #isRecalled = false
  /** Slots in which items of nested runs run, and those of them that are to be given back: their parents have ended. */
  #lent = 0
  #owed = 0
  /** Items with an outcome, or cancelled, that still run: with their slot (true), or detached from it (false). */
  #hanging: Map<number, boolean> | undefined = undefined

  constructor(id: number, run: FlightRun, slots: Slots, load: Load, count: number, borrowed: Lender | undefined) {
    this.id = id
    this.task = run.task
    this.first = load.first
    this.indexes = load.indexes
    this.items = load.items
    this.attempts = load.attempts
    this.slots = count
    this.timeout = run.timeout
    this.timed = run.isTimed
    this.borrowed = borrowed
    this.open = load.items.length
    this.held = count
    this.#run = run
    this.#slots = slots
  }

  sentTo(worker: string): void { this.worker = worker }

  fulfilled(index: number, value: unknown, ms: number): void {
    const position = this.indexes === undefined ? index - this.first : positionOf(this, index)
    if (this.#isTold(position)) return this.#lateEnd(index)
    this.items[position] = TOLD
    if (isMovedItem(value)) value = value.value
    this.#end(index)
    this.#run.fulfilled(this, index, value, ms)
  }

  rejected(index: number, error: unknown, ms: number): void {
    const position = this.#openPosition(index)
    if (position < 0) return this.#lateEnd(index)
    const item = this.#take(position)
    this.#end(index)
    this.#run.rejected(this, index, this.#attempt(position), item, error, ms)
  }

  unserializable(index: number, path: string, error: unknown): void {
    const position = this.#openPosition(index)
    if (position < 0) return this.#lateEnd(index)
    this.#take(position)
    this.#end(index)
    this.#run.unserializable(this, index, this.#attempt(position), path, error)
  }

  lost(index: number, started: boolean | 'unknown', exit: WorkerExit | undefined): void {
    const position = this.#openPosition(index)
    if (position < 0) return this.#lateEnd(index)
    const item = this.#take(position)
    this.#isRecalled = false
    this.#end(index)
    this.#run.lost(this, index, this.#attempt(position), item, started, exit)
  }

  timedOut(index: number, ms: number): void {
    const position = this.#openPosition(index)
    if (position < 0) return
    const item = this.#take(position)
    this.hang([index])
    this.#run.timedOut(this, index, this.#attempt(position), item, ms)
  }

  stopped(index: number): void { this.#lateEnd(index) }

  unusable(error: unknown): void {
    for (const index of this.openIndexes()) {
      this.#take(positionOf(this, index))
      this.#end(index)
    }
    this.#run.unusable(error)
  }

  /** The indexes after `lastIndex` that have no outcome yet. */
  openIndexes(lastIndex = -1): number[] {
    const indexes: number[] = []
    for (let position = 0; position < this.items.length; position++) {
      if (this.items[position] !== TOLD && indexAt(this, position) > lastIndex) indexes.push(indexAt(this, position))
    }
    return indexes
  }

  get isSpreadable(): boolean { return this.#run.isSpreadable }

  recall(count: number): boolean {
    if (this.#isRecalled) return false
    this.#isRecalled = true // until one comes back: when none does, all had started
    return this.#recall(this.openIndexes().slice(-count))
  }

  /** These items are to stop: where nothing can be killed, their slots are given up after the grace. */
  hang(indexes: readonly number[]): void {
    if (indexes.length === 0) return
    this.#hanging ??= new Map()
    for (const index of indexes) if (!this.#hanging.has(index)) this.#hanging.set(index, true)
    this.#slots.expectStop(this, indexes)
  }

  isHanging(index: number): boolean { return this.#hanging?.get(index) === true }

  detach(index: number): void {
    this.#hanging!.set(index, false)
    this.#giveBack()
    this.#recall(this.openIndexes()) // what waited behind it in its worker can run elsewhere
  }

  lend(): boolean {
    if (this.#lent === this.held) return false
    this.#lent++
    return true
  }

  takeBack(): void {
    this.#lent--
    if (this.#owed === 0) return
    this.#owed--
    this.#slots.giveBack(this)
  }

  /** Moved items stay where they are: where they were transferred, they are no longer here. */
  #recall(indexes: readonly number[]): boolean {
    const { backend } = this.#slots
    if (indexes.length === 0 || (backend.capabilities.transfer && this.items.some(isMovedItem))) return false
    backend.cancel(this.id, indexes, undefined)
    return true
  }

  /** Something was told of an item that has had its outcome: it may be its real end. */
  #lateEnd(index: number): void {
    if (this.#hanging?.has(index) === true) this.#end(index)
  }

  /** An item has ended; called once for each. */
  #end(index: number): void {
    if (this.#hanging === undefined || !this.#hasHung(index)) this.#giveBack()
  }

  /** An item that was to stop has ended; true when its slot is long gone. */
  #hasHung(index: number): boolean {
    const hadSlot = this.#hanging!.get(index)
    if (hadSlot === undefined) return false
    this.#hanging!.delete(index)
    this.#slots.hasStopped(this, index, !hadSlot)
    return !hadSlot
  }

  #giveBack(): void {
    if (--this.open < this.held) this.#freeSlot() // else the next item of the batch takes it
  }

  #freeSlot(): void {
    this.held--
    this.#run.slotFreed()
    if (this.#lent > this.held) this.#owed++
    else this.#slots.giveBack(this)
    if (this.open > 0) return
    this.#slots.hasLanded(this)
    this.#run.landed(this)
  }

  /** The position of an index that has no outcome yet, else -1. */
  #openPosition(index: number): number {
    const position = positionOf(this, index)
    return this.#isTold(position) ? -1 : position
  }

  /** Whether there is no item at this position that waits for its outcome. */
  #isTold(position: number): boolean {
    return position < 0 || position >= this.items.length || this.items[position] === TOLD
  }

  /** Which attempt this is for an item. */
  attemptOf(index: number): number { return this.attempts === undefined ? 1 : this.#attempt(positionOf(this, index)) }

  #take(position: number): unknown {
    const item = this.items[position]
    this.items[position] = TOLD
    return item
  }

  #attempt(position: number): number { return this.attempts === undefined ? 1 : this.attempts[position]! }
}
