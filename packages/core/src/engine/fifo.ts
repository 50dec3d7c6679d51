// First in, first out, also with 10⁵ inside: shifting an array of so many would move them all, each time.

// How many places are left behind before they are cut off.
const LEAST_CUT = 1_024

export class Fifo<T> {
  #items: T[] = []
  #head = 0

  get length(): number { return this.#items.length - this.#head }

  push(item: T): void { this.#items.push(item) }

  shift(): T | undefined {
    const item = this.#items[this.#head]
    if (this.length > 0) this.#head++
    if (this.length === 0 || (this.#head >= LEAST_CUT && this.#head * 2 >= this.#items.length)) this.#cut()
    return item
  }

  some(is: (item: T) => boolean): boolean { return this.#items.some((item, place) => place >= this.#head && is(item)) }

  #cut(): void {
    this.#items = this.#items.slice(this.#head)
    this.#head = 0
  }
}
