// What can be told of an input without reading it: whether it is a list that may be read by index, and its length.

import type { Items } from '../outcome.ts'

const listIterator = Array.prototype[Symbol.iterator]
const listNext = (Object.getPrototypeOf([][Symbol.iterator]()) as Iterator<unknown>).next

/** Whether its iterator is the one that arrays have, so that reading by index is the same. */
export function isPlainList(items: Items<unknown>): items is readonly unknown[] & Items<unknown> {
  return (
    Array.isArray(items) &&
    !(Symbol.asyncIterator in items) &&
    items[Symbol.iterator] === listIterator &&
    (Object.getPrototypeOf(items[Symbol.iterator]()) as Iterator<unknown>).next === listNext
  )
}

/** How many items there are, where the input can tell. */
export function totalOf(items: Items<unknown>): number | undefined {
  if (Array.isArray(items) || (ArrayBuffer.isView(items) && 'length' in items)) return items.length as number
  return items instanceof Set || items instanceof Map ? items.size : undefined
}
