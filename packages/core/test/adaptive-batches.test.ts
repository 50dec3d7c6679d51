// How many items travel in one message when the engine decides: from one, following measured work against the cost of a
// message. The clock is replaced, and the test is the worker: each item takes exactly as long as it says.

import { createExecutor, type Executor, type Functions } from '@parmap/core'
import { virtualClock, type VirtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import { endOf } from './support/end-of.ts'
import { ManualBackend, type Sent } from './support/manual-backend.ts'
import { turns } from './support/turns.ts'
import { WatchedInput } from './support/watched-input.ts'

const task = (item: unknown): unknown => item

interface Bench {
  readonly backend: ManualBackend
  readonly clock: VirtualClock
  readonly executor: Executor<Functions>
  /** Runs the batch with this place, each item taking so long, and gives its size. */
  readonly serve: (place: number, itemMs: number) => Promise<number>
}

function bench({ messageMs = 1, concurrency = 1, slotsPerWorker = 1 } = {}): Bench {
  const backend = new ManualBackend({ messageMs, concurrency, slotsPerWorker })
  const clock = virtualClock()
  const finish = ({ sink, indexes }: Sent): void => { for (const index of indexes) sink.fulfilled(index, index, 0) }
  const serve = async (place: number, itemMs: number): Promise<number> => {
    const sent = await backend.batch(place)
    clock.spend((sent.items.length * itemMs) / sent.slots)
    await turns(2) // the answer comes in a turn of its own: the time was the worker's, the loop was idle
    finish(sent)
    return sent.items.length
  }
  return { backend, clock, serve, executor: createExecutor<Functions>(backend, { clock }) }
}

async function sizes({ serve }: Bench, itemMs: readonly number[]): Promise<number[]> {
  const all: number[] = []
  for (const [place, ms] of itemMs.entries()) all.push(await serve(place, ms))
  return all
}

const times = (count: number, ms: number): number[] => Array.from({ length: count }, () => ms)

describe('the size', () => {
  test('starts at 1 for an unknown task', async () => {
    const made = bench()
    const stream = made.executor.imapUnordered(task, new WatchedInput(Infinity))
    void stream.next()
    expect(await made.serve(0, 1)).toBe(1)
    await stream.return(undefined)
  })

  test('starts a step below what the run before came to, and at 1 for another task', async () => {
    const made = bench()
    const first = made.executor.forEach(task, new WatchedInput(373))
    expect(await sizes(made, times(6, 0.1))).toEqual([1, 8, 64, 100, 100, 100])
    await first
    const second = made.executor.forEach(task, new WatchedInput(13))
    expect([await made.serve(6, 100), await made.serve(7, 100)]).toEqual([12, 1])
    await second
    const other = made.executor.forEach((item: unknown) => item, new WatchedInput(1))
    expect(await made.serve(8, 0.1)).toBe(1)
    await other
  })

  test.each([[0.1, 100], [0.5, 20], [1, 10], [5, 2]])('of items of %f ms grows until a batch holds 10 ms of work, and no more', async (itemMs, most) => {
    const made = bench()
    const done = made.executor.forEach(task, new WatchedInput(2_000))
    const seen = await sizes(made, times(12, itemMs))
    expect(seen[0]).toBe(1)
    expect(Math.max(...seen)).toBeLessThanOrEqual(most)
    expect(seen.at(-1)).toBeGreaterThanOrEqual(0.9 * most)
    await endOf(made.executor, done)
  })

  test.each([10, 50, 1_000])('of items of %i ms stays 1', async (itemMs) => {
    const made = bench()
    const done = made.executor.forEach(task, new WatchedInput(12))
    expect(await sizes(made, times(12, itemMs))).toEqual(times(12, 1))
    await done
  })

  test('does not suffer from the start of a worker, which its first message waits for', async () => {
    const made = bench()
    const done = made.executor.forEach(task, new WatchedInput(2_000))
    expect(await sizes(made, [60, 0.1, 0.1, 0.1, 0.1])).toEqual([1, 1, 8, 64, 100])
    await endOf(made.executor, done)
  })

  test('nor from that of a worker which starts later, nor from what else was sent before it had answered', async () => {
    const made = bench({ concurrency: 3 })
    const done = made.executor.forEach(task, new WatchedInput(2_000))
    const worker = async (place: number, name: string): Promise<void> => { (await made.backend.batch(place)).sink.sentTo(name) }
    await worker(0, 'first')
    await worker(1, 'first')
    await worker(2, 'second')
    expect(await sizes(made, [60, 60])).toEqual([1, 1])
    await worker(4, 'first')
    expect([await made.serve(4, 0.1), await made.serve(2, 60)]).toEqual([1, 1])
    expect(made.executor.stats().runs[0]).toMatchObject({ batchSize: 8, itemMs: expect.closeTo(0.1) as number })
    await endOf(made.executor, done)
  })

  test('follows what workers need that are replaced before they have answered twice', async () => {
    const made = bench({ concurrency: 2 })
    const done = made.executor.forEach(task, new WatchedInput(2_000))
    for (let place = 0; place < 60; place++) {
      if (place >= 4) (await made.backend.batch(place)).sink.sentTo(`worker ${place}`)
      await made.serve(place, place < 4 ? 0.1 : 30)
    }
    expect(made.executor.stats().runs[0]).toMatchObject({ batchSize: 1 })
    await endOf(made.executor, done)
  })

  test('does not grow beyond what a cheap message is worth', async () => {
    const made = bench({ messageMs: 0.05 })
    const done = made.executor.forEach(task, new WatchedInput(2_000))
    const seen = await sizes(made, times(10, 0.1))
    expect(Math.max(...seen)).toBeLessThanOrEqual(20) // a message of 0.05 ms is small beside a millisecond or two of work
    expect(Math.max(...seen)).toBeGreaterThan(1)
    await endOf(made.executor, done)
  })

  test('follows items that become slower, and faster again', async () => {
    const made = bench()
    const done = made.executor.forEach(task, new WatchedInput(10_000))
    const seen = await sizes(made, [...times(8, 0.1), ...times(12, 10), ...times(12, 0.1)])
    expect(seen[7]).toBeGreaterThan(90)
    expect(seen[19]).toBe(1)
    expect(seen.at(-1)).toBeGreaterThan(50)
    await endOf(made.executor, done)
  })

  test('shrinks towards the end, where that is known', async () => {
    const made = bench({ concurrency: 2 })
    const done = made.executor.map(task, Array.from({ length: 400 }, (_, item) => item))
    const seen: number[] = []
    for (let sum = 0, place = 0; sum < 400; place++) {
      const size = await made.serve(place, 0.1)
      seen.push(size)
      sum += size
    }
    expect(await done).toEqual(Array.from({ length: 400 }, (_, item) => item))
    const most = Math.max(...seen)
    const peak = seen.indexOf(most)
    expect(most).toBeGreaterThan(10)
    expect(seen.slice(peak)).toEqual(seen.slice(peak).toSorted((a, b) => b - a))
    expect(seen.at(-1)).toBeLessThan(most / 4)
  })

  test('is half of what each slot has left, so that all of them end together', async () => {
    const made = bench({ concurrency: 8, slotsPerWorker: 4 })
    const done = made.executor.map(task, Array.from({ length: 808 }, (_, item) => item))
    // One in each message, until that of two slots could be 128 when two have ended: but of the 800, 700 and 612 that are left, an eighth is the share of 2 of 8 slots.
    expect(await sizes(made, times(11, 0.1))).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 100, 88, 77])
    await endOf(made.executor, done)
  })

  test('does not shrink below what is less work than a message, and tail batches do not make it smaller for the next run', async () => {
    const made = bench() // of one slot: two are served one after the other here, so that items would seem to take twice as long
    const seen: number[] = []
    const done = made.executor.map(task, Array.from({ length: 3_000 }, (_, item) => item))
    for (let sum = 0, place = 0; sum < 3_000; place++) sum += (seen[place] = await made.serve(place, 0.02))
    expect(await done).toHaveLength(3_000)
    expect(Math.min(...seen.slice(4, -1))).toBeGreaterThanOrEqual(50) // a millisecond of work
    const next = made.executor.map(task, Array.from({ length: 3_000 }, (_, item) => item))
    expect(await made.serve(seen.length, 0.02)).toBeGreaterThanOrEqual(25)
    await endOf(made.executor, next)
  })

  test('of a long run is not forgotten over a short one, whose batches are small', async () => {
    const made = bench({ concurrency: 2 })
    const run = (items: number): Promise<void> => made.executor.forEach(task, Array.from({ length: items }, (_, item) => item))
    let place = 0
    for (const items of [3_000, 3]) {
      const done = run(items)
      for (let sum = 0; sum < items; place++) sum += await made.serve(place, 0.02)
      await done
    }
    const long = run(3_000)
    expect(await made.serve(place, 0.02)).toBeGreaterThanOrEqual(25)
    await endOf(made.executor, long)
  })

  test('is for each slot of half a worker: more slots, more items', async () => {
    const made = bench({ concurrency: 8, slotsPerWorker: 8 })
    const done = made.executor.forEach(task, new WatchedInput(5_000))
    const seen = await sizes(made, [...times(8, 0.01), ...times(12, 1)])
    expect(seen.slice(0, 8)).toEqual(times(8, 1))
    expect(seen.at(-1)).toBeGreaterThanOrEqual(16) // four slots, in each of which an item takes 2 ms, since two batches share the worker
    expect(Math.max(...seen.slice(-4))).toBeLessThanOrEqual(24)
    await endOf(made.executor, done)
  })

  test('and the measured time are shown in stats()', async () => {
    const made = bench()
    const done = made.executor.forEach(task, new WatchedInput(2_000))
    await made.backend.batch(0)
    expect(made.executor.stats().runs[0]).toMatchObject({ batchSize: 1, itemMs: undefined })
    const seen = await sizes(made, times(8, 0.5))
    await made.backend.batch(8)
    const { batchSize, itemMs } = made.executor.stats().runs[0]!
    expect(batchSize).toBe(made.backend.sent[8]!.items.length)
    expect(batchSize).toBe(seen.at(-1))
    expect(itemMs).toBeCloseTo(0.5)
    await endOf(made.executor, done)
  })
})

describe('where messages cost nothing', () => {
  test('lists go in batches as large as a batch costs the engine itself', async () => {
    const made = bench({ messageMs: 0 })
    const done = made.executor.forEach(task, Array.from({ length: 2_000 }, (_, item) => item))
    const seen = await sizes(made, times(8, 0.0001))
    expect(seen[0]).toBe(1)
    expect(Math.max(...seen)).toBeGreaterThan(8)
    await endOf(made.executor, done)
  })

  test('an iterator is asked for an item when a slot is free for it', async () => {
    const made = bench({ messageMs: 0 })
    const done = made.executor.forEach(task, new WatchedInput(8))
    expect(await sizes(made, times(8, 0.0001))).toEqual(times(8, 1))
    await done
  })
})

test('a fixed size is kept, however long items take', async () => {
  const made = bench()
  const done = made.executor.forEach(task, new WatchedInput(70), { batchSize: 7 })
  expect(await sizes(made, [...times(5, 0.01), ...times(5, 100)])).toEqual(times(10, 7))
  await done
})

test('a window bounds the batches', async () => {
  const made = bench()
  const input = new WatchedInput(Infinity)
  const stream = made.executor.imap(task, input, { window: 5 })
  for (let place = 0; place < 12; place++) {
    const next = stream.next()
    expect(await made.serve(place, 0.01)).toBeLessThanOrEqual(5)
    await next
    await turns()
    expect(input.pulled - (place + 1)).toBeLessThanOrEqual(5)
    for (let behind = made.backend.sent.length; behind < place + 2; behind++) await turns(1)
  }
  await stream.return(undefined)
})
