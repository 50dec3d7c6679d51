// Promises in a list may be rejected long before it is their turn. Node ends the host for a rejection that nobody hears.

import { isOrdinary } from './list-reader.ts'
import type { Items } from '../outcome.ts'
import { isPlainList } from './plain-list.ts'

const promiseThen = Promise.prototype.then

/** Hears the rejections of all promises in an array, of which each is told when it is its item's turn. Costs a look at each item. */
export function hearRejections(items: Items<unknown>): void {
  try {
    if (!isPlainList(items) || !isOrdinary(items, 0)) return // else a look is seen
    for (const item of items) if (typeof item === 'object' && item instanceof Promise) void promiseThen.call(item, undefined, ignore)
  } catch { /* a getter, or a promise of another class: what they throw is told when it is their turn */ }
}

function ignore(): void {}
