// The slots that a flight holds, item by item: given back when its item ends or is given up, lent to nested runs
// meanwhile. Knows nothing of outcomes.

import { Loan, type Lender, type LoanHolder } from './loan.ts'
import type { Holder, Slots } from './slots.ts'

/** The loan of the items that cannot be told apart. */
const ANY_ITEM = -1

export abstract class HeldSlots implements Holder, LoanHolder {
  open: number
  held: number
  /** When it was sent; set only where it matters. */
  sentAt = 0
  readonly borrowed: Lender | undefined
  protected readonly slotKeeper: Slots
  /** Of items that have started runs, by index. */
  #loans: Map<number, Loan> | undefined = undefined
  /** Of one slot, which it has as soon as this one has landed. */
  #successor: HeldSlots | undefined = undefined
  /** What it waits for, without a slot. */
  #predecessor: HeldSlots | undefined = undefined
  /** Items with an outcome, or cancelled, that still run: with their slot (true), or detached from it (false). */
  #hanging: Map<number, boolean> | undefined = undefined

  constructor(slots: Slots, items: number, held: number, borrowed: Lender | undefined) {
    this.slotKeeper = slots
    this.open = items
    this.held = held
    this.borrowed = borrowed
  }

  abstract readonly priority: number
  abstract readonly isSpreadable: boolean
  abstract recall(count: number): boolean
  /** Whether the item has had no outcome yet. */
  protected abstract isOpen(index: number): boolean
  /** One slot is free. */
  protected abstract slotFreed(): void
  /** It has the slot that it has waited for. */
  protected abstract slotTaken(): void
  /** No item runs any more. */
  protected abstract landed(): void
  /** A slot is free although no item has had its outcome. */
  protected abstract wake(): void

  /** Whether another may wait for its slot. */
  get canBeFollowed(): boolean { return this.held === 1 && this.open > 0 && this.#successor === undefined && this.borrowed === undefined }

  /** Whether it has or had a slot; not one that waits for it, or has landed without. */
  get hasHadSlot(): boolean { return this.#predecessor === undefined }

  /** Is to have the one slot of another when that has landed, instead of one of its own. */
  protected queueBehind(other: HeldSlots): void {
    this.held = 0
    this.#predecessor = other
    other.#successor = this
  }

  /** The slot of an item, or of whichever item it may be (undefined), to be lent; undefined when that has ended. */
  lender(index: number = ANY_ITEM): Lender | undefined {
    const hasSlot = index === ANY_ITEM ? this.open > 0 : this.#hanging?.get(index) ?? this.isOpen(index)
    if (!hasSlot) return undefined
    this.#loans ??= new Map()
    let loan = this.#loans.get(index)
    if (loan === undefined) this.#loans.set(index, (loan = new Loan(this, index === ANY_ITEM)))
    return loan
  }

  giveBackLate(): void { this.slotKeeper.giveBack(this) }

  /** These items are to stop: where nothing can be killed, their slots are given up after the grace. */
  hang(indexes: readonly number[]): void {
    if (indexes.length === 0) return
    this.#hanging ??= new Map()
    for (const index of indexes) if (!this.#hanging.has(index)) this.#hanging.set(index, true)
    this.slotKeeper.expectStop(this, indexes)
  }

  isHanging(index: number): boolean { return this.#hanging?.get(index) === true }

  detach(index: number): void {
    this.#hanging!.set(index, false)
    this.#giveBack(index, true)
    this.wake()
    this.recall(Infinity) // what waited behind it in its worker can run elsewhere
  }

  /** Something was told of an item that has had its outcome: it may be its real end. */
  protected lateEnd(index: number): void {
    if (this.#hanging?.has(index) !== true) return
    this.end(index)
    this.wake()
  }

  /** An item has ended, or comes back without having run; called once for each. */
  protected end(index: number, hasRun = true): void {
    if (this.#hanging === undefined || !this.#hasHung(index)) this.#giveBack(index, hasRun)
  }

  /** How many items, of so many that end together, can end without a slot being free for it: the next of the batch take theirs. */
  protected together(count: number): number {
    return this.held > 0 && this.#hanging === undefined && this.#loans === undefined ? Math.max(0, Math.min(count, this.open - this.held)) : 0
  }

  /** So many items have ended, as {@link together} allows. */
  protected endTogether(count: number): void { this.open -= count }

  /** An item that was to stop has ended; true when its slot is long gone. */
  #hasHung(index: number): boolean {
    const hadSlot = this.#hanging!.get(index)
    if (hadSlot === undefined) return false
    this.#hanging!.delete(index)
    this.slotKeeper.hasStopped(this, index, !hadSlot)
    return !hadSlot
  }

  #giveBack(index: number, hasRun: boolean): void {
    const loan = hasRun && this.#loans !== undefined ? this.#endLoan(index) : undefined
    if (loan?.isLent === true && this.open > this.held) this.recall(Infinity) // the next of the batch would run in the slot that is lent
    if (--this.open < this.held) this.#freeSlot(loan?.keeps() === true) // else the next item of the batch takes it
    else if (this.open === 0) this.#leaveQueue()
  }

  /** All items have come back before it was their turn. */
  #leaveQueue(): void {
    this.#predecessor!.#successor = undefined
    this.slotKeeper.hasLanded(this)
    this.landed()
  }

  #giveOn(successor: HeldSlots): void {
    this.#successor = undefined // or who knows the first of them would keep them all
    successor.#predecessor = undefined
    successor.held = 1
    successor.slotTaken()
  }

  /** The loan of an item that has ended: its own, or the one that it has with others. */
  #endLoan(index: number): Loan | undefined {
    const own = this.#loans!.get(index)
    if (own === undefined) return this.#loans!.get(ANY_ITEM)
    this.#loans!.delete(index)
    own.end()
    return own.isLent ? own : this.#loans!.get(ANY_ITEM) // it may have lent after an await, too
  }

  #freeSlot(isLent: boolean): void {
    this.held--
    this.slotFreed()
    if (this.#successor !== undefined) this.#giveOn(this.#successor)
    else if (!isLent) this.slotKeeper.giveBack(this)
    if (this.open > 0) return
    this.#loans?.get(ANY_ITEM)?.end()
    this.slotKeeper.hasLanded(this)
    this.landed()
  }
}
