// The slots that a flight holds, item by item: given back when its item ends or is given up, lent to nested runs
// meanwhile. Knows nothing of outcomes.

import type { Lender } from './nesting.ts'
import type { Holder, Slots } from './slots.ts'

export abstract class HeldSlots implements Holder, Lender {
  open: number
  held: number
  readonly borrowed: Lender | undefined
  protected readonly slotKeeper: Slots
  /** Slots in which items of nested runs run, and those of them that are to be given back: their parents have ended. */
  #lent = 0
  #owed = 0
  /** Items with an outcome, or cancelled, that still run: with their slot (true), or detached from it (false). */
  #hanging: Map<number, boolean> | undefined = undefined

  constructor(slots: Slots, items: number, held: number, borrowed: Lender | undefined) {
    this.slotKeeper = slots
    this.open = items
    this.held = held
    this.borrowed = borrowed
  }

  abstract readonly isSpreadable: boolean
  abstract recall(count: number): boolean
  /** One slot is free. */
  protected abstract slotFreed(): void
  /** No item runs any more. */
  protected abstract landed(): void
  /** A slot is free although no item has had its outcome. */
  protected abstract wake(): void

  lend(): boolean {
    if (this.#lent >= this.held) return false
    this.#lent++
    return true
  }

  takeBack(): void {
    this.#lent--
    if (this.#owed === 0) return
    this.#owed--
    this.slotKeeper.giveBack(this)
  }

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
    this.#giveBack()
    this.wake()
    this.recall(Infinity) // what waited behind it in its worker can run elsewhere
  }

  /** Something was told of an item that has had its outcome: it may be its real end. */
  protected lateEnd(index: number): void {
    if (this.#hanging?.has(index) !== true) return
    this.end(index)
    this.wake()
  }

  /** An item has ended; called once for each. */
  protected end(index: number): void {
    if (this.#hanging === undefined || !this.#hasHung(index)) this.#giveBack()
  }

  /** An item that was to stop has ended; true when its slot is long gone. */
  #hasHung(index: number): boolean {
    const hadSlot = this.#hanging!.get(index)
    if (hadSlot === undefined) return false
    this.#hanging!.delete(index)
    this.slotKeeper.hasStopped(this, index, !hadSlot)
    return !hadSlot
  }

  #giveBack(): void {
    if (--this.open < this.held) this.#freeSlot() // else the next item of the batch takes it
  }

  #freeSlot(): void {
    this.held--
    this.slotFreed()
    if (this.#lent > this.held) this.#owed++
    else this.slotKeeper.giveBack(this)
    if (this.open > 0) return
    this.slotKeeper.hasLanded(this)
    this.landed()
  }
}
