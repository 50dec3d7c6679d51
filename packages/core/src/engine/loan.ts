// A slot that is lent to nested runs while the item that holds it waits for them. Of an item that is followed it is
// exactly its own slot; items of a flight that nobody can tell apart have one loan together.

/** What a nested run borrows the slot of its item from. */
export interface Lender {
  /** Whether it is the slot of one of several items, nobody knows which. */
  readonly isShared: boolean
  /** Takes the slot; false where it is lent already, or gone. `isUrgent`: items that cannot be told apart may each lend theirs. */
  lend(isUrgent?: boolean): boolean
  /** The item of the nested run has ended. */
  takeBack(): void
}

/** The flight whose slot it is. */
export interface LoanHolder {
  /** Slots that it holds. */
  readonly held: number
  /** A slot comes back whose item ended while it was lent. */
  giveBackLate(): void
}

export class Loan implements Lender {
  readonly #holder: LoanHolder
  readonly isShared: boolean
  #lent = 0
  #owed = 0
  #isOver = false

  constructor(holder: LoanHolder, isShared: boolean) {
    this.#holder = holder
    this.isShared = isShared
  }

  lend(isUrgent = false): boolean {
    const most = this.#isOver ? 0 : isUrgent && this.isShared ? this.#holder.held : 1
    if (this.#lent >= most) return false
    this.#lent++
    return true
  }

  takeBack(): void {
    this.#lent--
    if (this.#owed === 0) return
    this.#owed--
    this.#holder.giveBackLate()
  }

  /** Whether an item of a nested run is in a slot whose item has not ended. */
  get isLent(): boolean { return this.#lent > this.#owed }

  /** The lending item, or one that may be it, has ended: true when its slot stays with the nested item, and comes back late. */
  keeps(): boolean {
    if (!this.isLent) return false
    this.#owed++
    return true
  }

  /** Lends no more. */
  end(): void { this.#isOver = true }
}
