// The two ways of using a pool that sends what it is given as one message: item by item, as all of them show it, and with
// batches made up by hand, as those are told who have many small items.

import type { Given } from './pool-workers/pooled-task.ts'
import type { ContenderFacts, Ways } from './contender.ts'

/** A pool of a peer, opened: `one` and `batch` give the results of what they are given. */
export interface Pool {
  one(item: unknown): PromiseLike<unknown>
  batch(items: unknown[]): PromiseLike<unknown>
  close(): PromiseLike<unknown>
}

/** A pool that can move what it sends; both are given what they may take. */
export interface MovingPool extends Pool {
  moveOne(item: Uint8Array<ArrayBuffer>): PromiseLike<unknown>
  moveBatch(items: Uint8Array<ArrayBuffer>[]): PromiseLike<unknown>
}

/** Opens a pool of so many workers, each of which runs `perWorker` calls at once, where the peer can. */
export type Open<P extends Pool = Pool> = (workers: number, perWorker: number, given: Given) => P

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
  return (items) => sendBatches(items, batchSize, (batch) => pool.batch(batch))
}

/** A call for each item, in a pool that is closed when all are done. */
export const openedForEach = (open: Open): Ways['cold'] => ({ workers, perWorker = 1, ...given }) => async (items) => {
  const pool = open(workers, perWorker, pick(given))
  const results = await Promise.all(items.map((item) => pool.one(item)))
  await pool.close()
  return results
}

/** A call for each item, which is moved. */
export const movedOneByOne = (open: Open<MovingPool>): Ways['move'] => ({ workers, perWorker = 1, ...given }) => {
  const pool = open(workers, perWorker, pick(given))
  return (items) => Promise.all(items.map((item) => pool.moveOne(copyOf(item))))
}

/** A call for each batch, whose items are moved. */
export const movedInBatches = (open: Open<MovingPool>): Ways['move'] => ({ workers, perWorker = 1, batchSize, ...given }) => {
  const pool = open(workers, perWorker, pick(given))
  return (items) => sendBatches(items, batchSize, (batch) => pool.moveBatch(batch.map(copyOf)))
}

/** What a contender moves of an item: the item itself is wanted whole for the next run. */
export function copyOf(item: unknown): Uint8Array<ArrayBuffer> {
  return (item as Uint8Array<ArrayBuffer>).slice()
}

async function sendBatches(items: unknown[], batchSize: number, send: (batch: unknown[]) => PromiseLike<unknown>): Promise<unknown[]> {
  const batches: PromiseLike<unknown>[] = []
  for (let start = 0; start < items.length; start += batchSize) batches.push(send(items.slice(start, start + batchSize)))
  return ((await Promise.all(batches)) as unknown[][]).flat()
}

// What is undefined would be left out of a message, or be refused in it.
function pick({ module, name, setup, data }: Given): Given {
  return { module, name, ...(setup !== undefined && { setup, data }) }
}
