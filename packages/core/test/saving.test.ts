// Slots that become free one by one, where batches are worth more: when they wait for each other, and when they do not. The
// test is the worker.

import { createExecutor, type Executor, type Functions } from '@parmap/core'
import { virtualClock, type VirtualClock } from '@parmap/core/testing'
import { expect, test } from 'vitest'
import { ManualBackend, type Sent } from './support/manual-backend.ts'
import { turns } from './support/turns.ts'
import { WatchedInput } from './support/watched-input.ts'

const task = (item: unknown): unknown => item

interface Bench {
  readonly backend: ManualBackend
  readonly clock: VirtualClock
  readonly executor: Executor<Functions>
  /** Lets these batches end, one shortly after the other, and gives the slots of those that are sent then. */
  readonly end: (...places: number[]) => Promise<number[]>
}

/** One worker of eight slots, in which eight items run, of a task of which more will be in a message. */
async function bench(input: Iterable<unknown> = new WatchedInput(Infinity)): Promise<Bench> {
  const backend = new ManualBackend({ concurrency: 8, slotsPerWorker: 8, messageMs: 1 })
  const clock = virtualClock()
  const executor = createExecutor<Functions>(backend, { clock })
  executor.forEach(task, input).catch(() => undefined) // it is ended by the end of the executor
  await backend.batch(7)
  const finish = ({ sink, indexes }: Sent): void => { for (const index of indexes) sink.fulfilled(index, index, 0) }
  const end = async (...places: number[]): Promise<number[]> => {
    const before = backend.sent.length
    for (const place of places) {
      clock.spend(0.01)
      finish(backend.sent[place]!)
      await turns(2)
    }
    return backend.sent.slice(before).map(({ slots }) => slots)
  }
  return { backend, clock, executor, end }
}

test('they wait until half of a worker is free', async () => {
  const { end, executor } = await bench()
  expect(await end(0, 1, 2)).toEqual([])
  expect(await end(3)).toEqual([4])
  await executor.terminate()
})

test('they wait for 10 ms at most', async () => {
  const { backend, clock, end, executor } = await bench()
  expect(await end(0)).toEqual([])
  await clock.advance(9)
  expect(backend.sent).toHaveLength(8)
  await clock.advance(1)
  expect(backend.sent.slice(8).map(({ slots, items }) => [slots, items.length])).toEqual([[1, 8]])
  expect(await end(8)).toEqual([]) // and the next waits again
  await executor.terminate()
})

test('they do not wait for what another run has', async () => {
  const { backend, end, executor } = await bench()
  expect(await end(0)).toEqual([])
  executor.forEach((item: string) => item, ['a']).catch(() => undefined)
  await turns()
  expect(backend.sent.slice(8).map(({ items }) => items)).toEqual([['a']])
  executor.forEach((item: string) => item, ['b', 'c', 'd']).catch(() => undefined)
  await turns()
  expect(backend.sent).toHaveLength(9)
  expect(await end(1, 2)).toEqual([1, 1]) // in turn
  await executor.terminate()
})

test('an item that is sent again does not wait', async () => {
  const { backend, executor } = await bench()
  const { sink } = backend.sent[0]!
  sink.lost(0, false, undefined)
  await turns(2)
  expect(backend.sent.slice(8).map(({ indexes }) => indexes)).toEqual([[0]])
  await executor.terminate()
})

test('nothing is taken back meanwhile for slots that are free on purpose', async () => {
  const { backend, end, executor } = await bench()
  await end(0, 1, 2, 3)
  await end(4, 5)
  await turns()
  expect(backend.sent.at(-1)).toMatchObject({ slots: 4 })
  expect(backend.cancelled).toEqual([])
  await executor.terminate()
})

test('all are free: what is left of an input leaves at once', async () => {
  const { end, executor } = await bench(new WatchedInput(10))
  expect(await end(0, 1, 2, 3)).toEqual([2])
  await executor.terminate()
})
