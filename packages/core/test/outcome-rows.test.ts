// Outcomes that a backend tells as one: the same comes of them as of each alone, whatever has been told before, whoever
// listens, and however the run ends.

import { skip, type Outcome, type Progress, type Sink } from '@parmap/core'
import { describe, expect, test } from 'vitest'
import { CRASH } from './support/manual-backend.ts'
import { manualBench, type ManualBench } from './support/manual-bench.ts'
import { rejection } from './support/outcome-of.ts'

const task = (item: unknown): unknown => item
const ITEMS = ['a', 'b', 'c', 'd', 'e', 'f'] as const
const VALUES = ITEMS.map((item) => item.toUpperCase())

const bench = (): ManualBench => manualBench({ concurrency: 1 })
const row = (sink: Sink, first: number, values: ArrayLike<unknown>, ms?: ArrayLike<number>): void => { sink.fulfilledAll!(first, values, ms) }

async function read(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const value of stream) values.push(value)
  return values
}

const VERBS: readonly (readonly [string, (bench: ManualBench, items: readonly unknown[]) => Promise<unknown[]>])[] = [
  ['map', ({ executor }, items) => executor.map(task, items, { batchSize: 6 })],
  ['imap', ({ executor }, items) => read(executor.imap(task, items, { batchSize: 6 }))],
  ['imapUnordered', ({ executor }, items) => read(executor.imapUnordered(task, items, { batchSize: 6 }))],
]

describe.each(VERBS)('%s', (_verb, run) => {
  test.each([
    ['a whole batch', (sink: Sink) => { row(sink, 0, VALUES) }],
    ['parts of a batch', (sink: Sink) => { row(sink, 0, VALUES.slice(0, 2)); row(sink, 2, VALUES.slice(2, 3)); row(sink, 3, VALUES.slice(3)) }],
    ['parts in another order, and one by one', (sink: Sink) => { row(sink, 3, VALUES.slice(3, 5)); sink.fulfilled(5, 'F', 0); row(sink, 0, VALUES.slice(0, 3)) }],
    ['a part that was told before, with others', (sink: Sink) => { sink.fulfilled(1, 'B', 0); row(sink, 0, ['A', 'wrong', 'C']); row(sink, 0, ['wrong']); row(sink, 2, ['wrong', 'D', 'E', 'F']) }],
    ['what was told in a row once more', (sink: Sink) => { row(sink, 0, ['A', 'B']); row(sink, 0, ['wrong', 'wrong']); sink.fulfilled(1, 'wrong', 0); row(sink, 2, VALUES.slice(2)) }],
    ['what was told in a row ahead of others once more', (sink: Sink) => { row(sink, 3, ['D', 'E']); row(sink, 3, ['wrong', 'wrong']); sink.fulfilled(4, 'wrong', 0); row(sink, 0, ['A', 'B', 'C']); sink.fulfilled(5, 'F', 0) }],
    ['more than there is', (sink: Sink) => { row(sink, -1, ['wrong', 'A', 'B']); row(sink, 2, [...VALUES.slice(2), 'wrong']) }],
    ['nothing', (sink: Sink) => { row(sink, 0, []); row(sink, 9, []); row(sink, 0, VALUES) }],
  ])('%s', async (_what, tell) => {
    const set = bench()
    const done = run(set, ITEMS)
    tell((await set.backend.batch(0)).sink)
    expect((await done).toSorted()).toEqual(VALUES)
    expect(set.executor.stats()).toMatchObject({ running: 0, waiting: 0, completed: 6 })
  })
})

test('what is skipped in a row is left out', async () => {
  const { backend, executor } = bench()
  const done = executor.map(task, ITEMS, { batchSize: 6 })
  row((await backend.batch(0)).sink, 0, ['A', skip, 'C', skip, skip, 'F'])
  expect(await done).toEqual(['A', 'C', 'F'])
  expect(executor.stats()).toMatchObject({ running: 0, completed: 3 })
})

test('numbers come in a row as they are in a typed array', async () => {
  const { backend, executor } = bench()
  const done = executor.map(task, ITEMS, { batchSize: 6 })
  row((await backend.batch(0)).sink, 0, Float64Array.of(1, -0, Number.NaN, Infinity, 2 ** 53, 0.1))
  expect(await done).toEqual([1, -0, Number.NaN, Infinity, 2 ** 53, 0.1])
})

test('whoever listens to outcomes is told of each, with its time', async () => {
  const { backend, executor } = bench()
  const told: Outcome<unknown>[] = []
  const done = executor.map(task, ['a', 'b', 'c'], { batchSize: 3, onOutcome: (outcome) => { told.push(outcome) } })
  const { sink } = await backend.batch(0)
  sink.sentTo('worker-7')
  row(sink, 0, ['A', 'B'], [10, 20])
  row(sink, 2, ['C'])
  await done
  expect(told).toEqual([
    { index: 0, attempts: 1, ms: 10, worker: 'worker-7', status: 'fulfilled', value: 'A' },
    { index: 1, attempts: 1, ms: 20, worker: 'worker-7', status: 'fulfilled', value: 'B' },
    { index: 2, attempts: 1, ms: 0, worker: 'worker-7', status: 'fulfilled', value: 'C' },
  ])
})

test('a callback that throws ends the run in the middle of a row', async () => {
  const { backend, executor } = bench()
  const told: number[] = []
  const done = executor.map(task, ITEMS, { batchSize: 6, onOutcome: ({ index }) => { told.push(index); if (index === 1) throw new Error('enough') } })
  row((await backend.batch(0)).sink, 0, VALUES)
  expect((await rejection(done) as Error).message).toBe('enough')
  expect(told).toEqual([0, 1])
})

test('progress counts what ends in rows', async () => {
  const { backend, executor } = bench()
  const told: Progress[] = []
  const done = executor.map(task, ITEMS, { batchSize: 6, onProgress: (progress) => { told.push(progress) } })
  row((await backend.batch(0)).sink, 0, VALUES)
  await done
  expect(told.map(({ completed, running, total }) => [completed, running, total])).toEqual([[0, 0, 6], [6, 0, 6]])
})

test('rows of a run that has ended are dropped, and their slot is free', async () => {
  const { backend, executor } = bench()
  const abort = new AbortController()
  const done = executor.map(task, ITEMS, { batchSize: 6, signal: abort.signal })
  const { sink } = await backend.batch(0)
  abort.abort(new Error('enough'))
  expect((await rejection(done) as Error).message).toBe('enough')
  row(sink, 0, VALUES)
  const next = executor.map(task, ['x'])
  row((await backend.batch(1)).sink, 0, ['X'])
  expect(await next).toEqual(['X'])
  expect(executor.stats()).toMatchObject({ running: 0, completed: 1 })
})

test('of a stream that is to end at a failure, a row is handed over up to there', async () => {
  const { backend, executor } = bench()
  const stream = executor.imap(task, ITEMS, { batchSize: 6 })[Symbol.asyncIterator]()
  const first = stream.next()
  const { sink } = await backend.batch(0)
  sink.rejected(3, new Error('no'), 0)
  row(sink, 0, ['A', 'B', 'C'])
  row(sink, 4, ['E', 'F'])
  expect([(await first).value, (await stream.next()).value, (await stream.next()).value]).toEqual(['A', 'B', 'C'])
  expect(await rejection(stream.next())).toMatchObject({ code: 'PARMAP_TASK_FAILED', index: 3 })
  expect(executor.stats().completed).toBe(3)
})

test('a row frees the slots of the batch one by one as its last items end', async () => {
  const { backend, executor } = manualBench({ concurrency: 4, slotsPerWorker: 2 })
  const done = executor.map(task, [...ITEMS, 'g', 'h', 'i'], { batchSize: 6 })
  const [{ sink }, other] = [await backend.batch(0), await backend.batch(1)]
  expect([other.indexes, executor.stats().running]).toEqual([[6, 7, 8], 4])
  row(sink, 0, VALUES.slice(0, 4))
  expect(executor.stats().running).toBe(4)
  row(sink, 4, ['E'])
  expect(executor.stats().running).toBe(3)
  row(sink, 5, ['F'])
  expect(executor.stats().running).toBe(2)
  row(other.sink, 6, ['G', 'H', 'I'])
  expect(await done).toEqual([...VALUES, 'G', 'H', 'I'])
})

test('an item that was sent again is told alone, for its batch has no row', async () => {
  const { backend, executor } = bench()
  const done = executor.map(task, ITEMS, { batchSize: 6, idempotent: true })
  const { sink } = await backend.batch(0)
  row(sink, 0, ['A', 'B'])
  sink.lost(2, true, CRASH)
  sink.lost(4, true, CRASH)
  row(sink, 3, ['D'])
  row(sink, 5, ['F'])
  for (const place of [1, 2]) {
    const again = await backend.batch(place)
    row(again.sink, again.indexes[0]!, [VALUES[again.indexes[0]!]!])
  }
  expect(await done).toEqual(VALUES)
})

test('items that were sent again together are told by their indexes', async () => {
  const { backend, executor } = bench()
  const done = executor.map(task, ITEMS, { batchSize: 6 })
  const { sink } = await backend.batch(0)
  sink.lost(0, false, CRASH)
  sink.lost(1, false, CRASH)
  row(sink, 2, VALUES.slice(2))
  const again = await backend.batch(1)
  expect(again.indexes).toEqual([0, 1])
  row(again.sink, 0, ['A'])
  row(again.sink, 1, ['B'])
  expect(await done).toEqual(VALUES)
})

test('items that have timed out are in no row: what is told of them late is dropped, and their slot counts', async () => {
  const { backend, executor } = bench()
  const done = executor.map(task, ITEMS, { batchSize: 6, timeout: 100, errors: 'settle' })
  const { sink } = await backend.batch(0)
  sink.timedOut(1, 100)
  row(sink, 0, VALUES, [1, 1, 1, 1, 1, 1])
  expect((await done).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled', 'fulfilled'])
  expect(executor.stats()).toMatchObject({ running: 0, detached: 0 })
})
