// The values of results that come one after the other, on their way into a message. Numbers are written where they will
// travel: an array that grows, and is packed when it is sent, costs three times as much.

import { FEWEST_PACKED, packValues } from '../packing/pack-values.ts'
import type { Packed } from '../packing/packed.ts'

// Memory for all that may come is taken when so many numbers have come: results that come out of order, as those of items
// that wait do, make a column of one value each.
const TRIAL = 32

export class Column {
  length = 0
  readonly #most: number
  /** Undefined: the values are in the array. */
  #numbers: Float64Array<ArrayBuffer> | undefined = undefined
  #values: unknown[] = []

  /** @param most values that may come */
  constructor(most: number) { this.#most = most }

  push(value: unknown): void {
    const numbers = this.#numbers
    if (numbers === undefined) this.#values.push(value)
    else if (typeof value === 'number') numbers[this.length] = value
    else this.#leaveNumbers(numbers, value)
    if (++this.length === TRIAL && this.#most >= FEWEST_PACKED) this.#tryNumbers()
  }

  #tryNumbers(): void {
    if (!this.#values.every((value) => typeof value === 'number')) return
    this.#numbers = new Float64Array(this.#most)
    this.#numbers.set(this.#values)
  }

  #leaveNumbers(numbers: Float64Array, value: unknown): void {
    this.#numbers = undefined
    this.#values = [...numbers.subarray(0, this.length), value]
  }

  /** The values, as they are. */
  get values(): ArrayLike<unknown> { return this.#numbers?.subarray(0, this.length) ?? this.#values }

  /** The values from a place on. */
  since(from: number): unknown[] { return this.#numbers === undefined ? this.#values.slice(from) : [...this.#numbers.subarray(from, this.length)] }

  /** The values as they travel; the column is used up, since what it has packed may be handed over. */
  pack(): Packed {
    const numbers = this.#numbers
    if (numbers === undefined) return packValues(this.#values)
    if (this.length < FEWEST_PACKED) return { is: 'values', v: [...numbers.subarray(0, this.length)] }
    return { is: 'numbers', n: this.length === numbers.length ? numbers : numbers.slice(0, this.length) }
  }
}
