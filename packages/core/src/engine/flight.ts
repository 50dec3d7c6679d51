// One batch on its way: what the backend carries (Batch), and where it tells the outcomes (Sink). One object for both,
// because a batch of one item must stay cheap; a backend sees it through those two interfaces only. Keeps the ledger
// of its items: each gets one outcome, whatever the backend tells.

import { indexAt, positionOf, type Batch } from '../batch.ts'
import type { Sink, WorkerExit } from '../backend.ts'
import type { AnyTask, AnyTaskFunction } from '../task.ts'
import { isMovedItem } from '../move.ts'
import type { FlightRun, Load } from './flight-run.ts'
import { HeldSlots } from './held-slots.ts'
import type { Lender } from './loan.ts'
import type { NestingFlight } from './nesting.ts'
import type { NestingWatch } from './nesting-watch.ts'
import type { Slots } from './slots.ts'

/** Stands in the ledger for an item that has had its outcome. The ledger of an array is the array: freeing the item is a welcome effect. */
const TOLD = Symbol('told')

export class Flight extends HeldSlots implements Batch, Sink, NestingFlight {
  readonly id: number
  readonly task: AnyTask | AnyTaskFunction
  readonly first: number
  readonly indexes: readonly number[] | undefined
  readonly items: unknown[]
  readonly attempts: readonly number[] | undefined
  readonly slots: number
  readonly timeout: number | undefined
  readonly timed: boolean
  readonly after: number | undefined
  calling = -1
  follow: Batch['follow'] = undefined
  worker: string | undefined = undefined
  readonly #run: FlightRun<Flight>
  readonly #ledger: unknown[]
  /** Items at positions below have been told in a row, and stand in no ledger. */
  #toldBelow = 0
  /** Whether others have been told, too. */
  #isPatchy = false
  #isRecallPending = false
  /** Items that have come back without having run. */
  returned = 0

  /** @param predecessor whose slot it is to have, instead of one of its own */
  constructor(id: number, run: FlightRun<Flight>, slots: Slots, load: Load, count: number, borrowed: Lender | undefined, predecessor?: Flight) {
    super(slots, load.items.length, count, borrowed)
    if (predecessor !== undefined) this.queueBehind(predecessor)
    this.after = predecessor?.id
    this.id = id
    this.task = run.task
    this.first = load.first
    this.indexes = load.indexes
    this.items = load.items
    this.attempts = load.attempts
    this.slots = count
    this.timeout = run.timeout
    this.timed = run.isTimed
    this.#run = run
    this.#ledger = Array.isArray(load.items) ? load.items : [] // nothing can be struck out in a typed array
  }

  get priority(): number { return this.#run.priority }
  get watch(): NestingWatch | undefined { return this.#run.watch }
  get isSpreadable(): boolean { return this.#run.isSpreadable }

  /** Which attempt this is for an item. */
  attemptOf(index: number): number { return this.attempts === undefined ? 1 : this.attempts[positionOf(this, index)]! }

  // ---- told by the backend

  sentTo(worker: string): void { this.worker = worker }

  fulfilled(index: number, value: unknown, ms: number): void {
    const position = this.indexes === undefined ? index - this.first : positionOf(this, index)
    if (this.#isTold(position)) return this.lateEnd(index)
    this.#strike(position)
    if (isMovedItem(value)) value = value.value
    this.end(index)
    this.#run.fulfilled(this, index, value, ms)
  }

  fulfilledAll(first: number, values: ArrayLike<unknown>, ms: ArrayLike<number> | undefined): void {
    const together = this.#together(first, values.length)
    if (together > 0) {
      const position = first - this.first
      if (position === this.#toldBelow) this.#toldBelow += together
      else {
        this.#ledger.length = Math.max(this.#ledger.length, position + together) // that of a typed array grows
        this.#ledger.fill(TOLD, position, position + together)
        this.#isPatchy = true
      }
      this.endTogether(together)
      this.#run.fulfilledAll(this, first, values, together)
    }
    for (let n = together; n < values.length; n++) this.fulfilled(first + n, values[n], ms === undefined ? 0 : ms[n]!)
  }

  /** How many of so many outcomes can be told as one: nothing of theirs is the business of anybody but the results. */
  #together(first: number, count: number): number {
    if (this.indexes !== undefined || this.timed || count === 0 || !this.#run.isWanted(first + count - 1)) return 0
    const start = first - this.first
    if (this.#isTold(start) || start + count > this.items.length) return 0
    if (this.#isPatchy) for (let position = start + 1; position < start + count; position++) if (this.#ledger[position] === TOLD) return 0
    return this.together(count)
  }

  rejected(index: number, error: unknown, ms: number): void {
    const position = positionOf(this, index)
    if (this.#isTold(position)) return this.lateEnd(index)
    const item = this.#take(position)
    this.end(index)
    this.#run.rejected(this, index, this.attemptOf(index), item, error, ms)
  }

  unserializable(index: number, path: string, error: unknown): void {
    const position = positionOf(this, index)
    if (this.#isTold(position)) return this.lateEnd(index)
    this.#take(position)
    this.end(index)
    this.#run.unserializable(this, index, this.attemptOf(index), path, error)
  }

  lost(index: number, started: boolean | 'unknown', exit: WorkerExit | undefined): void {
    const position = positionOf(this, index)
    if (this.#isTold(position)) return this.lateEnd(index)
    const item = this.#take(position)
    this.#isRecallPending = false
    if (started === false) this.returned++
    this.end(index, started !== false)
    this.#run.lost(this, index, this.attemptOf(index), item, started, exit)
  }

  timedOut(index: number, ms: number): void {
    const position = positionOf(this, index)
    if (this.#isTold(position)) return
    const item = this.#take(position)
    this.hang([index])
    this.#run.timedOut(this, index, this.attemptOf(index), item, ms)
  }

  stopped(index: number): void { this.lateEnd(index) }

  unusable(error: unknown): void {
    for (const index of this.openIndexes()) {
      this.#take(positionOf(this, index))
      this.end(index)
    }
    this.#run.unusable(error)
  }

  ending(): void { if (this.canBeFollowed && this.items.length > 1) this.#run.ending(this) } // who sends items one by one wants no more of them out

  spare(count: number): boolean {
    if (this.open > this.held && !this.isSpreadable) return false // the slot would stay here, and another is not to be had
    return this.recall(count)
  }

  // ---- asked by the engine

  /** The indexes after `lastIndex` that have no outcome yet. */
  openIndexes(lastIndex = -1): number[] {
    const indexes: number[] = []
    for (let position = 0; position < this.items.length; position++) {
      if (!this.#isTold(position) && indexAt(this, position) > lastIndex) indexes.push(indexAt(this, position))
    }
    return indexes
  }

  /** Whether an item up to an index has no outcome yet. */
  hasOpen(lastIndex: number): boolean {
    for (let position = 0; position < this.items.length && indexAt(this, position) <= lastIndex; position++) {
      if (!this.#isTold(position)) return true
    }
    return false
  }

  recall(count: number): boolean {
    if (this.#isRecallPending) return false
    this.#isRecallPending = true // until one comes back: when none does, all had started
    const { backend } = this.slotKeeper
    const indexes = this.openIndexes().slice(-count)
    // Moved items stay where they are: where they were transferred, they are no longer here.
    if (indexes.length === 0 || (backend.capabilities.transfer && this.items.some(isMovedItem))) return false
    backend.cancel(this.id, indexes, undefined)
    return true
  }

  protected isOpen(index: number): boolean { return !this.#isTold(positionOf(this, index)) }
  protected slotFreed(): void { this.#run.slotFreed() }
  protected slotTaken(): void { this.#run.slotTaken(this) }
  protected wake(): void { this.#run.wake() }
  protected landed(): void { this.#run.landed(this) }

  /** Whether there is no item at this position that waits for its outcome. */
  #isTold(position: number): boolean {
    return !Number.isInteger(position) || position < this.#toldBelow || position >= this.items.length || this.#ledger[position] === TOLD
  }

  #take(position: number): unknown {
    const item = this.items[position]
    this.#strike(position)
    return item
  }

  #strike(position: number): void {
    this.#ledger[position] = TOLD
    this.#isPatchy = true
  }
}
