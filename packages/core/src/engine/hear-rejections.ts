// Promises in a list may be rejected long before it is their turn. Node ends the host for a rejection that nobody hears.

import { builtinModule } from '../async-context.ts'
import { isOrdinary } from './list-reader.ts'
import type { Items } from '../outcome.ts'
import { isPlainList } from './plain-list.ts'

const { prototype } = Promise
const { then } = prototype
// Which no proxy sees. Elsewhere than in Node (browsers) a rejection ends nothing.
const isPromise = builtinModule<{ readonly types: { isPromise(value: unknown): value is Promise<unknown> } }>('node:util')?.types.isPromise

/**
 * Hears the rejections of the promises in an array, of which each is told when it is its item's turn. Costs a look at each
 * item; those of other classes are left alone, since to hear them would call what is the user's.
 */
export function hearRejections(items: Items<unknown>): void {
  if (isPromise === undefined) return
  try {
    if (!isPlainList(items) || !isOrdinary(items, 0)) return // else a look is seen
    for (let index = 0, { length } = items; index < length; index++) { // a loop over its iterator takes twenty times as long
      const item = items[index]
      if (typeof item === 'object' && isPromise(item) && Object.getPrototypeOf(item) === prototype && !Object.hasOwn(item, 'constructor')) void then.call(item, undefined, ignore)
    }
  } catch { /* a getter: what it throws is told when it is its turn */ }
}

function ignore(): void {}
