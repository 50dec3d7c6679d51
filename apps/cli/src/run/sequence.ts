// Puts what items give into the order of the items. Every item has its turn, also one that gives nothing: else whatever
// comes behind it would be held for ever.

/** What an item gives: its length is what it takes of the memory while it waits. */
export interface Given { readonly length: number }

/** Stands for an item that has ended and gives nothing. */
const NOTHING: unique symbol = Symbol('nothing')

const FIRST_SIZE = 1_024

/** Hands over in input order what comes in any. */
export class Sequence<G extends Given> {
  readonly #out: (given: G) => void
  // A ring, by index: with results of several workers, every other item waits, and a map would cost as much as the rest.
  #ring: (G | typeof NOTHING | undefined)[] = new Array(FIRST_SIZE).fill(undefined)
  #next = 0
  #held = 0
  #heldLength = 0

  /** @param out is called with what each item gives, in its turn */
  constructor(out: (given: G) => void) { this.#out = out }

  /** The item whose turn it is. */
  get next(): number { return this.#next }
  /** Items that have ended and wait for it. */
  get held(): number { return this.#held }
  /** Characters that wait, or bytes in memory. */
  get heldLength(): number { return this.#heldLength }

  /** An item has ended. @param given what it gives; undefined: nothing */
  add(index: number, given: G | undefined): void {
    if (index !== this.#next) return this.#hold(index, given)
    this.#next++
    if (given !== undefined) this.#out(given)
    while (this.#held > 0) {
      const held = this.#take(this.#next)
      if (held === undefined) return
      this.#next++
      if (held !== NOTHING) this.#out(held)
    }
  }

  /** Hands over all that waits, in order, though some items before it will never end. */
  flush(): void {
    for (; this.#held > 0; this.#next++) {
      const held = this.#take(this.#next)
      if (held !== undefined && held !== NOTHING) this.#out(held)
    }
  }

  #hold(index: number, given: G | undefined): void {
    if (index - this.#next >= this.#ring.length) this.#grow(index - this.#next)
    this.#ring[index & (this.#ring.length - 1)] = given ?? NOTHING
    this.#held++
    this.#heldLength += given?.length ?? 0
  }

  /** What waits at a place, taken out; undefined where that item has not ended. */
  #take(index: number): G | typeof NOTHING | undefined {
    const place = index & (this.#ring.length - 1)
    const held = this.#ring[place]
    if (held === undefined) return undefined
    this.#ring[place] = undefined
    this.#held--
    if (held !== NOTHING) this.#heldLength -= held.length
    return held
  }

  #grow(distance: number): void {
    let size = this.#ring.length
    while (size <= distance) size *= 2
    const ring: (G | typeof NOTHING | undefined)[] = new Array(size).fill(undefined)
    for (let index = this.#next; index < this.#next + this.#ring.length; index++) ring[index & (size - 1)] = this.#ring[index & (this.#ring.length - 1)]
    this.#ring = ring
  }
}
