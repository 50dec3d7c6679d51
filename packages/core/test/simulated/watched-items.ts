// The items of a run, through an input that records how it is read.

import type { VirtualClock } from '@parmap/core/testing'
import type { RunCase } from './random-program.ts'
import { itemOf } from './reference.ts'
import type { Seen } from './seen.ts'

/** What an input throws in these programs. */
export const INPUT_FAILED = 'input failed'

type Item = unknown

/** @param onPull called when an item has been read */
export function watchedItems(clock: VirtualClock, run: number, { input, items, inputFails }: RunCase, seen: Seen, onPull: () => void): Iterable<Item> | AsyncIterable<Item> {
  const make = (index: number): Item => {
    const { as, ms } = items[index]!
    seen.pulled++
    onPull()
    const n = itemOf(run, index)
    if (as === 'plain') return n
    if (as === 'unclonable') return { n, f: () => n }
    const promise = clock.sleep(ms).then(() => (as === 'promise' ? n : Promise.reject(new Error(`no item ${index}`))))
    promise.catch(() => undefined) // whether it is ever read is the program's business
    return promise
  }
  if (input === 'array') {
    seen.isExhausted = true
    // An array has no iterator to watch, but its elements can tell that they are read.
    return Object.defineProperties([] as Item[], Object.fromEntries(items.map((_, index) => [index, { get: () => make(index), enumerable: true, configurable: true }])))
  }
  const next = (): IteratorResult<Item> => {
    if (seen.pulled < items.length) return { done: false, value: make(seen.pulled) }
    seen.isExhausted = true
    if (inputFails) throw INPUT_FAILED // oxlint-disable-line no-throw-literal
    return { done: true, value: undefined }
  }
  const back = (): IteratorResult<never> => {
    seen.returns++
    seen.isLeftAfterEnd ||= seen.isExhausted && input === 'sync'
    return { done: true, value: undefined }
  }
  const open = <T>(iterator: T): T => {
    seen.opened++
    return iterator
  }
  if (input === 'sync') return { [Symbol.iterator]: () => open({ next, return: back }) }
  const nextLater = async (): Promise<IteratorResult<Item>> => {
    await clock.sleep(items[seen.pulled]?.ms ?? 0)
    return seen.returns > 0 ? { done: true, value: undefined } : next() // left meanwhile
  }
  return { [Symbol.asyncIterator]: () => open({ next: nextLater, return: async () => back() }) as AsyncIterator<Item> }
}
