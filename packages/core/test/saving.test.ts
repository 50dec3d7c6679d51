// Slots that become free one by one, where batches are worth more: when they wait for each other, and when they do not. The
// test is the worker.

import { createExecutor, type Executor, type Functions } from '@parmap/core'
import { virtualClock, type VirtualClock } from '@parmap/core/testing'
import { expect, test } from 'vitest'
import { endOf } from './support/end-of.ts'
import { LocalBackend } from './support/local-backend.ts'
import { ManualBackend, type Sent } from './support/manual-backend.ts'
import { turns } from './support/turns.ts'
import { WatchedInput } from './support/watched-input.ts'

const task = (item: unknown): unknown => item

interface Bench {
  readonly backend: ManualBackend
  readonly clock: VirtualClock
  readonly executor: Executor<Functions>
  readonly run: Promise<void>
  /** Lets these batches end, one shortly after the other, and gives the slots of those that are sent then. */
  readonly end: (...places: number[]) => Promise<number[]>
}

/** One worker of eight slots, in which eight items run, of a task of which more will be in a message. */
async function bench(input: Iterable<unknown> = new WatchedInput(Infinity)): Promise<Bench> {
  const backend = new ManualBackend({ concurrency: 8, slotsPerWorker: 8, messageMs: 1 })
  const clock = virtualClock()
  const executor = createExecutor<Functions>(backend, { clock })
  const run = executor.forEach(task, input)
  await backend.batch(7)
  const finish = ({ sink, indexes }: Sent): void => { for (const index of indexes) sink.fulfilled(index, index, 0) }
  const end = async (...places: number[]): Promise<number[]> => {
    const before = backend.sent.length
    for (const place of places) {
      const sent = backend.sent[place]!
      clock.spend(0.01 * sent.items.length)
      finish(sent)
      await turns(2)
    }
    return backend.sent.slice(before).map(({ slots }) => slots)
  }
  return { backend, clock, executor, run, end }
}

test('they wait until half of a worker is free', async () => {
  const { end, executor, run } = await bench()
  expect(await end(0, 1, 2)).toEqual([])
  expect(await end(3)).toEqual([4])
  await endOf(executor, run)
})

test('they wait for 10 ms at most', async () => {
  const { backend, clock, end, executor, run } = await bench()
  expect(await end(0)).toEqual([])
  await clock.advance(9)
  expect(backend.sent).toHaveLength(8)
  await clock.advance(1)
  expect(backend.sent.slice(8).map(({ slots, items }) => [slots, items.length])).toEqual([[1, 8]])
  await endOf(executor, run)
})

test('another run has them at once', async () => {
  const { backend, end, executor, run } = await bench()
  expect(await end(0)).toEqual([])
  const other = executor.forEach((item: string) => item, ['a'])
  await turns()
  expect(backend.sent.slice(8).map(({ items }) => items)).toEqual([['a']])
  await endOf(executor, run, other)
})

test('they do not wait while another run wants some', async () => {
  const { backend, end, executor, run } = await bench()
  const other = executor.forEach((item: string) => item, ['b', 'c', 'd', 'e'])
  await turns()
  expect(backend.sent).toHaveLength(8)
  await end(0, 1, 2, 3)
  expect(backend.sent.slice(8).map(({ items }) => typeof items[0])).toEqual(['number', 'string', 'number', 'string']) // in turn
  await endOf(executor, run, other)
})

test('those that long items leave are used at once, when it has been waited for more', async () => {
  const { clock, end, executor, backend, run } = await bench()
  const small = async (place: number): Promise<unknown> => [await end(place), (await clock.advance(10), backend.sent.length)]
  expect(await small(0)).toEqual([[], 9]) // seven are held by long items
  for (let place = 8; place < 71; place++) expect(await end(place)).toEqual([1]) // 64 batches in all
  expect(await small(71)).toEqual([[], 73]) // now and then it is seen whether there are more again
  await endOf(executor, run)
})

test('what is left of a list does not wait for more slots than it can use', async () => {
  const { end, executor, run } = await bench(Array.from({ length: 10 }, (_, n) => n))
  expect(await end(0)).toEqual([])
  expect(await end(1)).toEqual([2])
  await endOf(executor, run)
})

test('the event loop has nothing to save', async () => {
  const held: (() => void)[] = []
  const backend = new LocalBackend({ concurrency: 10 })
  const executor = createExecutor<Functions>(backend, { clock: virtualClock() }) // on which no time passes
  const done: number[] = []
  const run = executor.forEach((item: number) => (item < 8 ? new Promise<void>((resolve) => { held.push(resolve) }) : void done.push(item)), Array.from({ length: 10_000 }, (_, n) => n))
  await expect.poll(() => done.length).toBe(9_992)
  for (const release of held) release()
  await run
  await executor.close()
})

test('an item that is sent again does not wait', async () => {
  const { backend, executor, run } = await bench()
  const { sink } = backend.sent[0]!
  sink.lost(0, false, undefined)
  await turns(2)
  expect(backend.sent.slice(8).map(({ indexes }) => indexes)).toEqual([[0]])
  await endOf(executor, run)
})

test('nothing is taken back meanwhile for slots that are free on purpose', async () => {
  const { backend, end, executor, run } = await bench()
  await end(0, 1, 2, 3)
  await end(4, 5)
  await turns()
  expect(backend.sent.at(-1)).toMatchObject({ slots: 4 })
  expect(backend.cancelled).toEqual([])
  await endOf(executor, run)
})

test('where nothing of the run is out, one slot is enough', async () => {
  const { backend, end, executor, run } = await bench()
  executor.concurrency = 1
  expect(await end(0, 1, 2, 3, 4, 5, 6)).toEqual([])
  expect(await end(7)).toEqual([1])
  expect(backend.sent).toHaveLength(9)
  await endOf(executor, run)
})
