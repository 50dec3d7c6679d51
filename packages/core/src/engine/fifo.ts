// First in, first out, also with 10⁵ inside: shifting an array of so many would move them all, each time.

// How many places are left behind before they are cut off.
const LEAST_CUT = 1_024

export class Fifo<T> {
  /** Places before the head are empty: what has been taken may be large, and is nobody's here any more. */
  #items: (T | undefined)[] = []
  #head = 0

  get length(): number { return this.#items.length - this.#head }

  push(item: T): void { this.#items.push(item) }

  shift(): T | undefined {
    if (this.length === 0) return undefined
    const item = this.#items[this.#head]
    this.#items[this.#head++] = undefined
    if (this.length === 0) this.clear()
    else if (this.#head >= LEAST_CUT && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  some(is: (item: T) => boolean): boolean { return this.#items.some((item, place) => place >= this.#head && is(item as T)) }

  clear(): void {
    this.#items.length = 0
    this.#head = 0
  }
}
