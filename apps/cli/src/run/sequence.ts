// Puts what items give into the order of the items. Every item has its turn, also one that gives nothing: else whatever
// comes behind it would be held for ever.

/** What an item gives: its length is what it takes of the memory while it waits. */
export interface Given { readonly length: number }

/** Hands over in input order what comes in any. */
export class Sequence<G extends Given> {
  readonly #out: (given: G) => void
  readonly #held = new Map<number, G | undefined>()
  #next = 0
  #heldLength = 0

  /** @param out is called with what each item gives, in its turn */
  constructor(out: (given: G) => void) { this.#out = out }

  /** The item whose turn it is. */
  get next(): number { return this.#next }
  /** Items that have ended and wait for it. */
  get held(): number { return this.#held.size }
  /** Characters that wait, or bytes in memory. */
  get heldLength(): number { return this.#heldLength }

  /** An item has ended. @param given what it gives; undefined: nothing */
  add(index: number, given: G | undefined): void {
    if (index !== this.#next) {
      this.#held.set(index, given)
      this.#heldLength += given?.length ?? 0
      return
    }
    this.#pass(given)
    while (this.#held.size > 0 && this.#held.has(this.#next)) this.#pass(this.#take(this.#next))
  }

  /** Hands over all that waits, in order, though some items before it will never end. */
  flush(): void {
    for (const index of [...this.#held.keys()].sort((one, other) => one - other)) {
      const given = this.#take(index)
      if (given !== undefined) this.#out(given)
      this.#next = index + 1
    }
  }

  #take(index: number): G | undefined {
    const given = this.#held.get(index)
    this.#held.delete(index)
    this.#heldLength -= given?.length ?? 0
    return given
  }

  #pass(given: G | undefined): void {
    this.#next++
    if (given !== undefined) this.#out(given)
  }
}
