// A hash table of numbers for millions of entries: a JavaScript Map takes 100 bytes and more an entry and ends at 16.7
// million. Knows 64 bits of a hash and some words that belong to it, not what either means.

/** Where more than this share is taken, the table doubles. */
const MOST_TAKEN = 0.8
const FIRST_SLOTS = 1_024
const HASH_WORDS = 2

/**
 * An open-addressed table with linear probing. An entry is found by 64 bits: two of ten million different ones are taken
 * for the same with a chance of 3 in a million, so whoever cannot bear that compares what the words lead to.
 *
 * Cost: 4 × (2 + words) bytes a slot and 1.25 to 2.5 slots an entry; half as much again for the moment in which it grows.
 */
export class CompactTable {
  readonly #stride: number
  #slots = FIRST_SLOTS
  #size = 0
  #cells: Uint32Array

  /** @param words how many 32-bit words belong to an entry */
  constructor(words: number) {
    this.#stride = HASH_WORDS + words
    this.#cells = new Uint32Array(this.#slots * this.#stride)
  }

  /** How many entries there are. */
  get size(): number { return this.#size }

  /** Bytes that it holds. */
  get bytes(): number { return this.#cells.byteLength }

  /** The place of an entry, valid until the next {@link add}; undefined where there is none. */
  find(high: number, low: number): number | undefined {
    const place = this.#probe(high, low | 1)
    return this.#cells[place] === 0 ? undefined : place
  }

  /** The place of an entry, made with words of 0 where there was none; valid until the next call. */
  add(high: number, low: number): number {
    const place = this.#probe(high, low | 1)
    if (this.#cells[place] !== 0) return place
    if (this.#size >= this.#slots * MOST_TAKEN) {
      this.#grow()
      return this.add(high, low)
    }
    this.#size++
    this.#cells[place] = low | 1
    this.#cells[place + 1] = high
    return place
  }

  /** A word of the entry at a place, from 0. */
  word(place: number, which: number): number { return this.#cells[place + HASH_WORDS + which]! }

  /** Sets a word of the entry at a place: an integer of 32 bits. */
  setWord(place: number, which: number, value: number): void { this.#cells[place + HASH_WORDS + which] = value }

  /** Where an entry is, or would be. The low bit of a hash is given away: 0 is a slot that is free. */
  #probe(high: number, low: number): number {
    const cells = this.#cells
    const stride = this.#stride
    const [lowWord, highWord] = [low >>> 0, high >>> 0]
    let slot = (highWord & (this.#slots - 1)) >>> 0
    for (;;) {
      const place = slot * stride
      const found = cells[place]
      if (found === 0 || (found === lowWord && cells[place + 1] === highWord)) return place
      slot = slot + 1 === this.#slots ? 0 : slot + 1
    }
  }

  #grow(): void {
    const old = this.#cells
    this.#slots *= 2
    this.#cells = new Uint32Array(this.#slots * this.#stride)
    for (let from = 0; from < old.length; from += this.#stride) {
      const low = old[from]!
      if (low !== 0) this.#cells.set(old.subarray(from, from + this.#stride), this.#probe(old[from + 1]!, low))
    }
  }
}
