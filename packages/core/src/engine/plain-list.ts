// What can be told of an input without reading it: whether it is a list that may be read by index, and its length.

import type { Items } from '../outcome.ts'
import type { NumericArray } from '../packing/packed.ts'

const listIterator = Array.prototype[Symbol.iterator]
const numbersIterator = (Object.getPrototypeOf(Int8Array.prototype) as Int8Array)[Symbol.iterator]
const listNext = (Object.getPrototypeOf([][Symbol.iterator]()) as Iterator<unknown>).next

/** Whether its iterator is the one that arrays have, so that reading by index is the same. */
export function isPlainList(items: Items<unknown>): items is readonly unknown[] & Items<unknown> {
  return Array.isArray(items) && hasIterator(items, listIterator)
}

/** Whether it is a typed array whose iterator is the one that these have. */
export function isPlainNumbers(items: Items<unknown>): items is NumericArray & Items<unknown> {
  return ArrayBuffer.isView(items) && !(items instanceof DataView) && hasIterator(items as NumericArray, numbersIterator)
}

function hasIterator(items: Iterable<unknown>, iterator: () => Iterator<unknown>): boolean {
  return (
    !(Symbol.asyncIterator in items) &&
    items[Symbol.iterator] === iterator &&
    (Object.getPrototypeOf(items[Symbol.iterator]()) as Iterator<unknown>).next === listNext
  )
}

/** How many items there are, where the input can tell. */
export function totalOf(items: Items<unknown>): number | undefined {
  if (Array.isArray(items) || (ArrayBuffer.isView(items) && 'length' in items)) return items.length as number
  return items instanceof Set || items instanceof Map ? items.size : undefined
}
