// Puts what items give into the order of the items. Every item has its turn, also one that gives nothing: else whatever
// comes behind it would be held for ever.

/** Hands over in input order what comes in any. */
export class Sequence {
  readonly #out: (text: string) => void
  readonly #held = new Map<number, string | undefined>()
  #next = 0
  #heldLength = 0

  /** @param out is called with each text in its turn */
  constructor(out: (text: string) => void) { this.#out = out }

  /** The item whose turn it is. */
  get next(): number { return this.#next }
  /** Items that have ended and wait for it. */
  get held(): number { return this.#held.size }
  /** Characters that wait. */
  get heldLength(): number { return this.#heldLength }

  /** An item has ended. @param text what it gives; undefined: nothing */
  add(index: number, text: string | undefined): void {
    if (index !== this.#next) {
      this.#held.set(index, text)
      this.#heldLength += text?.length ?? 0
      return
    }
    this.#pass(text)
    while (this.#held.size > 0 && this.#held.has(this.#next)) this.#pass(this.#take(this.#next))
  }

  /** Hands over all that waits, in order, though some items before it will never end. */
  flush(): void {
    for (const index of [...this.#held.keys()].sort((one, other) => one - other)) {
      const text = this.#take(index)
      if (text !== undefined) this.#out(text)
      this.#next = index + 1
    }
  }

  #take(index: number): string | undefined {
    const text = this.#held.get(index)
    this.#held.delete(index)
    this.#heldLength -= text?.length ?? 0
    return text
  }

  #pass(text: string | undefined): void {
    this.#next++
    if (text !== undefined) this.#out(text)
  }
}
