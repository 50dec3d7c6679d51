// Reads a list by index, which gives what its iterator would give, at a third of the price.

import { copyNumbers } from '../packing/numbers.ts'
import type { NumericArray } from '../packing/packed.ts'
import type { Items } from '../outcome.ts'
import { isPlainList, isPlainNumbers } from './plain-list.ts'

export class ListReader {
  readonly #list: ArrayLike<unknown>
  readonly #numbers: NumericArray | undefined
  #at = 0

  /** @param numbers the list itself, where it is a typed array */
  constructor(list: ArrayLike<unknown>, numbers: NumericArray | undefined) {
    this.#list = list
    this.#numbers = numbers
  }

  /** Whether nothing is left of it; throws where it is a revoked proxy. */
  get isAtEnd(): boolean { return this.#at >= this.#list.length }

  /** As {@link isAtEnd}; false where it cannot be told: reading tells. */
  get isRead(): boolean {
    try {
      return this.isAtEnd
    } catch {
      return false
    }
  }

  /** The next item; throws what a getter throws. */
  next(): unknown { return this.#list[this.#at++] }

  /** Up to `most` items of a typed array, copied as one; undefined where it is none, or nothing is left. */
  part(most: number): NumericArray | undefined {
    const numbers = this.#numbers
    if (numbers === undefined || this.isAtEnd) return undefined
    const end = Math.min(numbers.length, this.#at + most)
    const part = copyNumbers(numbers, this.#at, end)
    if (part !== undefined) this.#at = end
    return part
  }
}

/** A reader of items that may be read by index; undefined where their iterator is to be asked. */
export function listReader(items: Items<unknown>): ListReader | undefined {
  if (isPlainNumbers(items)) return new ListReader(items, items)
  return isPlainList(items) ? new ListReader(items, undefined) : undefined
}
