// The items of a run: how each comes, through an input that records how it is read.

import type { VirtualClock } from '@parmap/core/testing'
import { watchedReading } from '../support/watched-reading.ts'
import type { RunCase } from './random-program.ts'
import { itemOf } from './reference.ts'
import type { Seen } from './seen.ts'

/** @param onPull called when an item is asked for */
export function watchedItems(clock: VirtualClock, run: number, { input, items, inputFails }: RunCase, seen: Seen, onPull: () => void): Iterable<unknown> | AsyncIterable<unknown> {
  const make = (index: number): unknown => {
    const { as, ms } = items[index]!
    if (input !== 'async') onPull()
    const n = itemOf(run, index)
    if (as === 'plain') return n
    if (as === 'unclonable') return { n, f: () => n }
    const promise = clock.sleep(ms).then(() => (as === 'promise' ? n : Promise.reject(new Error(`no item ${index}`))))
    promise.catch(() => undefined) // whether it is ever read is the program's business
    return promise
  }
  const pause = async (index: number): Promise<boolean> => {
    onPull() // now, not when it comes: others may have begun meanwhile
    await clock.sleep(items[index]?.ms ?? 0)
    return seen.returns === 0 // else it was left meanwhile
  }
  return watchedReading({ shape: input, count: items.length, make, fails: inputFails, pause }, seen)
}
