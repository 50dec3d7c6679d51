// The numbers of places in which commands run, from 1: the lowest that is free is taken.

/** Places for commands. */
export class Slots {
  readonly #free: number[] = []
  #most = 0

  /** Places that are taken. */
  get taken(): number { return this.#most - this.#free.length }

  take(): number {
    if (this.#free.length === 0) return ++this.#most
    const lowest = Math.min(...this.#free)
    this.#free.splice(this.#free.indexOf(lowest), 1)
    return lowest
  }

  giveBack(slot: number): void { this.#free.push(slot) }
}
