// What becomes of items that are lost with their worker. The test is the workers: it tells the losses itself.

import { move, type MapOptions, type Sink } from '@parmap/core'
import { describe, expect, test } from 'vitest'
import { CRASH } from './support/manual-backend.ts'
import { manualBench } from './support/manual-bench.ts'
import { readAll, rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'

const task = (item: unknown): unknown => item

describe('an item that certainly had not started', () => {
  test('goes to another worker as if nothing had been: same attempt, no retry used', async () => {
    const { backend, executor } = manualBench({ concurrency: 1 })
    const done = executor.map(task, ['a'], { errors: 'settle' })
    for (let round = 0; round < 5; round++) {
      const { sink, items, attempts } = await backend.batch(round)
      expect([items, attempts]).toEqual([['a'], [1]])
      sink.lost(0, false, CRASH)
    }
    const { sink } = await backend.batch(5)
    sink.sentTo('worker-8')
    sink.fulfilled(0, 'A', 3)
    expect(await done).toMatchObject([{ status: 'fulfilled', value: 'A', attempts: 1, worker: 'worker-8', ms: 3 }])
  })

  test('fails when worker after worker ends before anything has started', async () => {
    const { backend, executor } = manualBench()
    backend.onDispatch = ({ sink }) => { sink.lost(0, false, CRASH) }
    expect(await rejection(executor.submit(task, 'a'))).toMatchObject({ code: 'PARMAP_WORKER_LOST', signal: 'SIGKILL', attempts: 1 })
  })

  test('is sent before items that have not been read, in input order', async () => {
    const { backend, executor } = manualBench({ concurrency: 2, slotsPerWorker: 2 })
    const done = executor.map(task, [0, 1, 2, 3], { batchSize: 2 })
    const first = await backend.batch(0)
    for (const index of first.indexes.toReversed()) first.sink.lost(index, false, CRASH)
    const second = await backend.batch(1)
    expect(second.indexes).toEqual([0, 1])
    for (const index of second.indexes) second.sink.fulfilled(index, index, 0)
    const third = await backend.batch(2)
    expect(third.indexes).toEqual([2, 3])
    for (const index of third.indexes) third.sink.fulfilled(index, index, 0)
    expect(await done).toEqual([0, 1, 2, 3])
  })
})

test('an item that is tried again because its worker was lost stays alone when it comes back unstarted', async () => {
  const { backend, executor } = manualBench({ concurrency: 1 })
  const done = executor.map(task, [0, 1], { batchSize: 2, retries: { limit: 1, delay: 0 } })
  const first = await backend.batch(0)
  first.sink.lost(0, true, CRASH)
  first.sink.lost(1, false, CRASH)
  const second = await backend.batch(1)
  expect([second.indexes, second.attempts]).toEqual([[0], [2]])
  second.sink.lost(0, false, CRASH)
  const third = await backend.batch(2)
  expect([third.indexes, third.attempts]).toEqual([[0], [2]])
  third.sink.fulfilled(0, 'a', 0)
  const last = await backend.batch(3)
  expect(last.indexes).toEqual([1])
  last.sink.fulfilled(1, 'b', 0)
  expect(await done).toEqual(['a', 'b'])
})

describe('an item before the failure that ends a stream', () => {
  const ends: Readonly<Record<string, (sink: Sink) => void>> = {
    'comes back unstarted': (sink) => { sink.lost(2, false, CRASH) },
    'has run on': (sink) => { sink.fulfilled(2, 'late', 0) },
    'fails, too': (sink) => { sink.rejected(2, new Error('late'), 0) },
  }

  test.each(Object.keys(ends))('is sent again in the slot of a later one, which nobody wants any more and which %s', async (end) => {
    const { backend, executor } = manualBench({ concurrency: 1 })
    const result = readAll(executor.imap(task, [0, 1, 2], { batchSize: 3, concurrency: 1 }))
    const { sink } = await backend.batch(0)
    sink.rejected(1, new Error('no'), 0)
    sink.lost(0, false, CRASH)
    await turns()
    ends[end]!(sink)
    const again = await backend.batch(1)
    expect(again.indexes).toEqual([0])
    again.sink.fulfilled(0, 'first', 0)
    expect(await result).toMatchObject({ values: ['first'], error: { index: 1 } })
  })
})

describe('an item that had started, or may have', () => {
  test.each([true, 'unknown'] as const)('fails by default, saying started: %s', async (started) => {
    const { backend, executor } = manualBench()
    const done = rejection(executor.map(task, ['a', 'b']))
    const { sink } = await backend.batch(0)
    sink.sentTo('worker-7')
    sink.lost(0, started, CRASH)
    expect(await done).toMatchObject({ name: 'TaskError', code: 'PARMAP_WORKER_LOST', index: 0, attempts: 1, worker: 'worker-7', exitCode: null, signal: 'SIGKILL', started })
    expect(backend.sent.filter(({ indexes }) => indexes.includes(0))).toHaveLength(1)
  })

  test('says how its worker ended', async () => {
    const ends = [
      [{ ...CRASH, signal: null, exitCode: 3 }, 'code 3'],
      [CRASH, 'SIGKILL'],
      [{ ...CRASH, signal: 'SIGABRT', outOfMemory: true }, 'out of memory'],
    ] as const
    for (const [exit, text] of ends) {
      const { backend, executor } = manualBench()
      const done = rejection(executor.submit(task, 1))
      const { sink } = await backend.batch(0)
      sink.lost(0, true, exit)
      expect(await done).toMatchObject({ exitCode: exit.exitCode, signal: exit.signal, message: expect.stringContaining(text) })
    }
  })

  test('has the cause that its backend tells', async () => {
    const cause = new Error('ERR_WORKER_INVALID_EXEC_ARGV')
    const { backend, executor } = manualBench()
    const done = rejection(executor.submit(task, 1))
    const { sink } = await backend.batch(0)
    sink.lost(0, true, { ...CRASH, cause })
    expect(await done).toMatchObject({ cause })
  })

  test('is tried again where there are retries, alone, and counts as an attempt', async () => {
    const { backend, executor } = manualBench({ concurrency: 3, slotsPerWorker: 3 })
    const done = executor.map(task, [0, 1, 2], { batchSize: 3, errors: 'settle', retries: { limit: 1, delay: 0 } })
    const { sink } = await backend.batch(0)
    for (const index of [0, 1]) sink.lost(index, true, CRASH)
    sink.fulfilled(2, 2, 0)
    const again = [await backend.batch(1), await backend.batch(2)]
    expect(again.map(({ indexes, attempts }) => [indexes, attempts])).toEqual([[[0], [2]], [[1], [2]]])
    again[0]!.sink.fulfilled(0, 0, 0)
    again[1]!.sink.lost(1, true, CRASH)
    expect((await done).map(({ status, attempts }) => [status, attempts])).toEqual([['fulfilled', 2], ['rejected', 2], ['fulfilled', 1]])
  })
})

describe('an idempotent task', () => {
  test.each([true, 'unknown'] as const)('gets a lost item again, alone, three times at most (started: %s)', async (started) => {
    const { backend, executor } = manualBench({ concurrency: 2, slotsPerWorker: 2 })
    const done = executor.map(task, [0, 1], { batchSize: 2, errors: 'settle', idempotent: true })
    const first = await backend.batch(0)
    first.sink.fulfilled(1, 1, 0)
    first.sink.lost(0, started, CRASH)
    for (let rerun = 1; rerun <= 3; rerun++) {
      const { sink, indexes, attempts } = await backend.batch(rerun)
      expect([indexes, attempts]).toEqual([[0], [rerun + 1]])
      sink.lost(0, started, CRASH)
    }
    expect(await done).toMatchObject([{ status: 'rejected', attempts: 4, reason: { code: 'PARMAP_WORKER_LOST' } }, { status: 'fulfilled', value: 1 }])
    expect(backend.sent).toHaveLength(4)
  })

  test('gets a re-run that comes back unstarted alone again', async () => {
    const { backend, executor } = manualBench({ concurrency: 2, slotsPerWorker: 2 })
    const done = executor.map(task, [0, 1], { batchSize: 2, idempotent: true })
    const first = await backend.batch(0)
    first.sink.lost(0, true, CRASH)
    const second = await backend.batch(1)
    expect(second.indexes).toEqual([0])
    first.sink.lost(1, false, undefined)
    second.sink.lost(0, false, CRASH)
    await backend.batch(2)
    await turns()
    const again = backend.sent.slice(2)
    expect(again.map(({ indexes, attempts }) => [indexes, attempts])).toEqual([[[0], [2]], [[1], [1]]])
    for (const { sink, indexes } of again) sink.fulfilled(indexes[0]!, indexes[0]! * 10, 1)
    expect(await done).toEqual([0, 10])
  })

  test('needs no retries for that, and keeps those it has', async () => {
    const { backend, executor } = manualBench()
    const done = executor.submit(task, 'a', { idempotent: true, retries: { limit: 1, delay: 0 } })
    for (let lost = 0; lost < 3; lost++) (await backend.batch(lost)).sink.lost(0, true, CRASH)
    const fourth = await backend.batch(3)
    fourth.sink.rejected(0, new Error('own failure'), 0)
    const fifth = await backend.batch(4)
    fifth.sink.fulfilled(0, 'A', 0)
    expect(await done).toBe('A')
  })

  test('is not run again for its own failure without retries', async () => {
    const { backend, executor } = manualBench()
    const done = rejection(executor.submit(task, 'a', { idempotent: true }))
    const { sink } = await backend.batch(0)
    sink.rejected(0, new Error('own failure'), 0)
    expect(await done).toMatchObject({ code: 'PARMAP_TASK_FAILED', attempts: 1 })
    expect(backend.sent).toHaveLength(1)
  })
})

describe('a moved item', () => {
  const options: readonly (readonly [string, MapOptions<unknown, 'stop'>])[] = [['by default', {}], ['with retries', { retries: { limit: 3, delay: 0 } }], ['when idempotent', { idempotent: true }]]

  test.each(options)('is never sent twice where it was transferred, %s', async (_when, given) => {
    for (const started of [true, false, 'unknown'] as const) {
      const { backend, executor } = manualBench({ capabilities: { transfer: true } })
      const done = rejection(executor.map(task, [move({})], given))
      const { sink } = await backend.batch(0)
      sink.lost(0, started, CRASH)
      expect(await done).toMatchObject({ code: 'PARMAP_WORKER_LOST', attempts: 1 })
      await turns()
      expect(backend.sent).toHaveLength(1)
    }
  })

  test('that was only copied and had not started can go to another worker', async () => {
    const { backend, executor } = manualBench()
    const done = executor.map(task, [move({ n: 1 })])
    const { sink } = await backend.batch(0)
    sink.lost(0, false, CRASH)
    const second = await backend.batch(1)
    second.sink.fulfilled(0, 'ok', 0)
    expect(await done).toEqual(['ok'])
  })
})

test('outcomes received before stand, and the rest of a dead worker\'s batch is told item by item', async () => {
  const { backend, executor } = manualBench({ concurrency: 4, slotsPerWorker: 4 })
  const done = executor.map(task, [0, 1, 2, 3], { batchSize: 4, errors: 'settle' })
  const { sink } = await backend.batch(0)
  sink.fulfilled(0, 'done', 1)
  sink.rejected(1, new Error('failed'), 1)
  sink.lost(2, true, CRASH)
  sink.lost(3, false, CRASH)
  const again = await backend.batch(1)
  expect(again.indexes).toEqual([3])
  again.sink.fulfilled(3, 'elsewhere', 1)
  expect(await done).toMatchObject([{ value: 'done' }, { reason: { code: 'PARMAP_TASK_FAILED' } }, { reason: { code: 'PARMAP_WORKER_LOST' } }, { value: 'elsewhere' }])
})

test('capacity is restored: the slots of lost items are free', async () => {
  const { backend, executor } = manualBench({ concurrency: 2 })
  const done = readAll(executor.imap(task, [0, 1, 2, 3], { errors: 'settle' }))
  for (let round = 0; round < 4; round++) {
    const { sink, indexes } = await backend.batch(round)
    sink.lost(indexes[0]!, true, CRASH)
  }
  expect((await done).values).toHaveLength(4)
  expect(executor.stats()).toMatchObject({ running: 0, waiting: 0, failed: 4 })
})
