// The host process stays while items are pending, and only then. What holds it is an interval: the only one there is.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { virtualClock } from '@parmap/core/testing'
import { manualBench } from './support/manual-bench.ts'
import { rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'

const task = (item: unknown): unknown => item

/** Intervals that run now. */
const held = new Set<unknown>()
const { setInterval: set, clearInterval: clear } = globalThis

beforeAll(() => {
  const watchedSet = (callback: () => void, ms: number): unknown => {
    const interval: unknown = set(callback, ms)
    held.add(interval)
    return interval
  }
  const watchedClear = (interval: NodeJS.Timeout | undefined): void => {
    held.delete(interval)
    clear(interval)
  }
  Object.assign(globalThis, { setInterval: watchedSet, clearInterval: watchedClear })
})

beforeEach(() => { held.clear() })
afterAll(() => { Object.assign(globalThis, { setInterval: set, clearInterval: clear }) })

test('one is held from the first item to the last outcome, however many runs and items there are', async () => {
  const { backend, executor } = manualBench({ concurrency: 2 })
  expect(held.size).toBe(0)
  const [one, two] = [executor.map(task, [0, 1, 2]), executor.submit(task, 'a')]
  await backend.batch(1)
  await turns()
  expect(held.size).toBe(1)
  for (let place = 0; place < 4; place++) {
    expect(held.size).toBe(1)
    const { sink, indexes } = await backend.batch(place)
    sink.fulfilled(indexes[0]!, 'done', 0)
  }
  await Promise.all([one, two])
  await turns()
  expect(held.size).toBe(0)
})

test('a second run is held for as the first was', async () => {
  const { backend, executor } = manualBench()
  for (let round = 0; round < 2; round++) {
    const done = executor.submit(task, round)
    const { sink } = await backend.batch(round)
    await turns()
    expect(held.size).toBe(1)
    sink.fulfilled(0, round, 0)
    await done
    await turns()
    expect(held.size).toBe(0)
  }
})

test('a stream that nobody reads any more, with nothing in its care, holds nothing', async () => {
  const { backend, executor } = manualBench({ concurrency: 1 })
  const stream = executor.imap(task, [0, 1, 2], { window: 1 })
  const first = stream.next()
  const { sink } = await backend.batch(0)
  await turns()
  expect(held.size).toBe(1)
  sink.rejected(0, new Error('no'), 0)
  await rejection(first)
  await turns()
  expect(held.size).toBe(0)
})

test('a paused executor holds the host for what waits: the program must not end with work undone', async () => {
  const { backend, executor } = manualBench()
  executor.pause()
  const done = executor.submit(task, 'a')
  await turns()
  expect(held.size).toBe(1)
  executor.resume()
  const { sink } = await backend.batch(0)
  sink.fulfilled(0, 'A', 0)
  await done
  await turns()
  expect(held.size).toBe(0)
})

test('an item whose promise has not come holds it, though nothing runs; an input that brings nothing does not', async () => {
  const { backend, executor } = manualBench()
  let settle!: (item: string) => void
  const item = new Promise<string>((resolve) => { settle = resolve })
  const input = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }
  void executor.map(task, input)
  await turns()
  expect(held.size).toBe(0)
  const done = executor.map(task, [item])
  await turns()
  expect([held.size, backend.sent.length]).toEqual([1, 0])
  settle('a')
  const { sink } = await backend.batch(0)
  sink.fulfilled(0, 'A', 0)
  expect(await done).toEqual(['A'])
  await turns()
  expect(held.size).toBe(0)
})

test('a retry that waits for its time holds it: timers do not', async () => {
  const clock = virtualClock()
  const { backend, executor } = manualBench({}, { clock })
  const done = executor.submit(task, 'a', { retries: { limit: 1, delay: 500 } })
  const first = await backend.batch(0)
  first.sink.rejected(0, new Error('again'), 0)
  await turns()
  expect([held.size, executor.stats().running]).toEqual([1, 0])
  await clock.advance(500)
  const second = await backend.batch(1)
  second.sink.fulfilled(0, 'A', 0)
  expect(await done).toBe('A')
  await turns()
  expect(held.size).toBe(0)
})

test('a stream that is closed while its input is asked holds it for the second that the answer may take', async () => {
  const clock = virtualClock()
  const { executor } = manualBench({}, { clock })
  const first = rejection(executor.imap(task, { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }).next())
  await turns()
  const closed = executor.close()
  await turns()
  expect(held.size).toBe(1)
  await clock.advance(1_000)
  expect(await first).toMatchObject({ code: 'PARMAP_CLOSED' })
  await closed
  await turns()
  expect(held.size).toBe(0)
})
