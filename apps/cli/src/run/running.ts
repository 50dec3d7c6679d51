// The items that have been handed over and have not ended, by the number under which their executor knows them. Most end
// nearly in the order in which they began, so they stand in a row: a map would cost three times as much for each.

import { nameOf, type Item } from '../input/item.ts'

/** The row is not made longer for one item that takes very long. */
const LONGEST_ROW = 131_072

/** Items under way. */
export class Running {
  #row: (Item | undefined)[] = []
  /** Where in the row the first item may be. */
  #head = 0
  /** The number of the row's first place. */
  #base = 0
  /** Items that have held up the row for too long. */
  readonly #late = new Map<number, Item>()
  #size = 0

  get size(): number { return this.#size }

  /** Adds an item under the next number. */
  add(item: Item): void {
    this.#row.push(item)
    this.#size++
    if (this.#row.length >= LONGEST_ROW) this.#shorten()
  }

  /** Takes out an item that has ended. */
  take(number: number): Item {
    this.#size--
    const place = number - this.#base
    const item = this.#row[place]
    if (item === undefined) return this.#takeLate(number)
    this.#row[place] = undefined
    while (this.#head < this.#row.length && this.#row[this.#head] === undefined) this.#head++
    return item
  }

  /** All of them, in the order in which they began. */
  *[Symbol.iterator](): Iterator<Item> {
    yield* this.#late.values()
    for (let place = this.#head; place < this.#row.length; place++) {
      const item = this.#row[place]
      if (item !== undefined) yield item
    }
  }

  /**
   * Says that so many of them still run.
   * @param isBound whether they may be fewer
   * @param others the numbers of those that do not
   */
  describe(count: number, isBound: boolean, others: ReadonlySet<number> = new Set()): string {
    const name = nameOf(this.#first(others) ?? this.#first(new Set())!)
    return count === 1 ? `${name} still runs` : `${isBound ? 'up to ' : ''}${count} items still run, the first is ${name}`
  }

  #first(others: ReadonlySet<number>): Item | undefined {
    for (const [number, item] of this.#late) if (!others.has(number)) return item
    const place = this.#row.findIndex((item, at) => item !== undefined && !others.has(this.#base + at))
    return this.#row[place]
  }

  /** An item as messages name it, by its place in the input; undefined where it is not under way. */
  nameOf(index: number): string | undefined {
    for (const item of this) if (item.index === index) return nameOf(item)
    return undefined
  }

  #takeLate(number: number): Item {
    const item = this.#late.get(number)!
    this.#late.delete(number)
    return item
  }

  /** Cuts off what has ended; where that is little, one item holds it up. */
  #shorten(): void {
    const from = this.#head * 2 >= this.#row.length ? this.#head : this.#row.length
    for (let place = this.#head; place < from; place++) {
      const item = this.#row[place]
      if (item !== undefined) this.#late.set(this.#base + place, item)
    }
    this.#row = this.#row.slice(from)
    this.#base += from
    this.#head = 0
  }
}
