// The two ways of using a pool that sends what it is given as one message: item by item, as all of them show it, and with
// batches made up by hand, as those are told who have many small items.

import type { Given } from './pool-workers/pooled-task.ts'
import type { ContenderFacts, Ways } from './contender.ts'

/** A pool of a peer, opened: both give the results of what they are given. */
export interface Pool {
  one(item: unknown): PromiseLike<unknown>
  batch(items: unknown[]): PromiseLike<unknown>
}

/** Opens a pool of so many workers, each of which runs `perWorker` calls at once, where the peer can. */
export type Open = (workers: number, perWorker: number, given: Given) => Pool

/** At 10 to 100 µs an item, a million would take minutes, and tell nothing new. */
export const ONE_BY_ONE = { items: 50_000, why: 'a message each way for each item' } as const satisfies ContenderFacts['limit']

/** A call for each item. */
export const oneByOne = (open: Open): Ways['pool'] => ({ workers, perWorker = 1, ...given }) => {
  const pool = open(workers, perWorker, pick(given))
  return (items) => Promise.all(items.map((item) => pool.one(item)))
}

/** A call for each batch. */
export const inBatches = (open: Open): Ways['pool'] => ({ workers, perWorker = 1, batchSize, ...given }) => {
  const pool = open(workers, perWorker, pick(given))
  return async (items) => {
    const batches: PromiseLike<unknown>[] = []
    for (let start = 0; start < items.length; start += batchSize) batches.push(pool.batch(items.slice(start, start + batchSize)))
    return ((await Promise.all(batches)) as unknown[][]).flat()
  }
}

// What is undefined would be left out of a message, or be refused in it.
function pick({ module, name, setup, data }: Given): Given {
  return { module, name, ...(setup !== undefined && { setup, data }) }
}
