// The values of results that come one after the other, on their way into a message. Numbers are written where they will
// travel: an array that grows, and is packed when it is sent, costs three times as much.

import { packValues } from '../packing/pack-values.ts'
import type { Packed } from '../packing/packed.ts'

/** Fewer travel as they are: see packValues. */
const FEWEST = 256

export class Column {
  length = 0
  /** As long as all values are numbers, and many may come. */
  #numbers: Float64Array<ArrayBuffer> | undefined
  #values: unknown[] = []

  /** @param most values that may come */
  constructor(most: number) {
    this.#numbers = most < FEWEST ? undefined : new Float64Array(most)
  }

  push(value: unknown): void {
    if (this.#numbers === undefined) this.#values.push(value)
    else if (typeof value === 'number') this.#numbers[this.length] = value
    else this.#leaveNumbers(this.#numbers, value)
    this.length++
  }

  #leaveNumbers(numbers: Float64Array, value: unknown): void {
    this.#numbers = undefined
    this.#values = [...numbers.subarray(0, this.length), value]
  }

  /** The values, as they are. */
  get values(): ArrayLike<unknown> { return this.#numbers?.subarray(0, this.length) ?? this.#values }

  /** The values as they travel; the column is used up, since what it has packed may be handed over. */
  pack(): Packed {
    const numbers = this.#numbers
    if (numbers === undefined) return packValues(this.#values)
    if (this.length < FEWEST) return { is: 'values', v: [...numbers.subarray(0, this.length)] }
    return { is: 'numbers', n: this.length === numbers.length ? numbers : numbers.slice(0, this.length) }
  }
}
