// The slots of batches: each batch has its share, all together never more than the concurrency; unstarted items are taken
// back when a slot would stay idle. The test is the workers.

import { virtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import { thrownBy } from './support/outcome-of.ts'
import type { LocalOptions } from './support/local-backend.ts'
import type { Sent } from './support/manual-backend.ts'
import { manualBench, type ManualBench } from './support/manual-bench.ts'
import { turns } from './support/turns.ts'
import { WatchedInput } from './support/watched-input.ts'

/** With a clock that stands still: on a busy machine a turn of the loop may be over after any item, and a batch then holds those that have been read. */
const standing = (options: LocalOptions): ManualBench => manualBench(options, { clock: virtualClock() })

const task = (item: unknown): unknown => item

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const finish = ({ sink, indexes }: Sent): void => { for (const index of indexes) sink.fulfilled(index, index, 0) }

describe('the slots of batches', () => {
  test('are those of one worker at most, and as many as there are in all', async () => {
    const { backend, executor } = standing({ concurrency: 7, slotsPerWorker: 3 })
    const done = executor.forEach(task, new WatchedInput(30), { batchSize: 5 })
    await backend.batch(2)
    await turns()
    expect(backend.sent.map(({ slots }) => slots)).toEqual([3, 3, 1])
    expect(sum(backend.sent.map(({ slots }) => slots))).toBe(7)
    expect(executor.stats().running).toBe(7)
    backend.onDispatch = (sent) => { queueMicrotask(() => { finish(sent) }) }
    for (const sent of backend.sent.slice(0, 3)) finish(sent)
    await done
  })

  test('are what others leave, also of the last of several batches', async () => {
    const { backend, executor } = standing({ concurrency: 4, slotsPerWorker: 2 })
    const other = executor.submit(task, 'other')
    await backend.batch(0)
    const done = executor.forEach(task, new WatchedInput(4), { batchSize: 2 })
    await backend.batch(2)
    await turns()
    expect(backend.sent.map(({ slots }) => slots)).toEqual([1, 2, 1])
    for (const sent of backend.sent) finish(sent)
    for (let place = 3; place < backend.sent.length; place++) finish(backend.sent[place]!)
    await Promise.all([other, done])
  })

  test('are never more than the items', async () => {
    const { backend, executor } = standing({ concurrency: 8, slotsPerWorker: 8 })
    const done = executor.map(task, [0, 1, 2])
    await backend.batch(0)
    await turns()
    expect(sum(backend.sent.map(({ slots }) => slots))).toBe(3)
    for (const sent of backend.sent) {
      expect(sent.slots).toBeLessThanOrEqual(sent.items.length)
      finish(sent)
    }
    expect(await done).toEqual([0, 1, 2])
  })

  test('become free one by one, as the items of a batch end', async () => {
    const { backend, executor } = standing({ concurrency: 3, slotsPerWorker: 3 })
    const first = executor.map(task, [0, 1, 2], { batchSize: 3 })
    const { sink } = await backend.batch(0)
    const second = executor.map(task, ['a', 'b', 'c'], { batchSize: 1 })
    await turns()
    expect(backend.sent).toHaveLength(1)
    for (const [index, sent] of [[1, 2], [0, 3], [2, 4]] as const) {
      sink.fulfilled(index, index, 1)
      await backend.batch(sent - 1)
      await turns()
      expect(backend.sent).toHaveLength(sent)
    }
    expect(await first).toEqual([0, 1, 2])
    for (const sent of backend.sent.slice(1)) finish(sent)
    await second
  })

  test('of a batch with more items than slots are free when fewer items are left than it has slots', async () => {
    const { backend, executor } = standing({ concurrency: 2, slotsPerWorker: 2 })
    const done = executor.map(task, [0, 1, 2, 3], { batchSize: 4 })
    const { sink, slots } = await backend.batch(0)
    expect(slots).toBe(2)
    expect(executor.stats().running).toBe(2)
    sink.fulfilled(0, 0, 1)
    sink.fulfilled(1, 1, 1)
    await turns()
    expect(executor.stats().running).toBe(2)
    sink.fulfilled(2, 2, 1)
    await turns()
    expect(executor.stats().running).toBe(1)
    sink.fulfilled(3, 3, 1)
    await done
    expect(executor.stats().running).toBe(0)
  })
})

describe('a slot that would stay idle', () => {
  test('gets items that have not started, from the end of the deepest batch', async () => {
    const { backend, executor } = standing({ concurrency: 2 })
    const done = executor.map(task, [0, 1, 2, 3, 4, 5], { batchSize: 6 })
    const first = await backend.batch(0)
    await backend.cancels(1)
    const [recall] = backend.cancelled
    expect(recall).toMatchObject({ batch: first.id, reason: undefined })
    expect(recall!.indexes.length).toBeGreaterThan(0)
    expect(recall!.indexes.length).toBeLessThan(6)
    expect(recall!.indexes.at(-1)).toBe(5)
    expect(recall!.indexes).not.toContain(0)
    for (const index of recall!.indexes) first.sink.lost(index, false, undefined)
    const second = await backend.batch(1)
    expect([second.indexes, second.attempts]).toEqual([recall!.indexes, recall!.indexes.map(() => 1)])
    for (const index of first.indexes) first.sink.fulfilled(index, index, 1)
    finish(second)
    for (let place = 2; place < backend.sent.length; place++) finish(backend.sent[place]!)
    expect(await done).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('gets its share of what waits: half of it, where one slot has all', async () => {
    const { backend, executor } = standing({ concurrency: 3 })
    const deep = executor.map(task, [0, 1, 2, 3, 4, 5, 6], { batchSize: 7 })
    const less = executor.map(task, ['a', 'b', 'c'], { batchSize: 3 })
    const first = await backend.batch(0)
    await backend.cancels(1)
    expect(backend.cancelled[0]).toEqual({ batch: first.id, indexes: [4, 5, 6], reason: undefined })
    backend.onDispatch = (sent) => { queueMicrotask(() => { finish(sent) }) }
    for (const index of [4, 5, 6]) first.sink.lost(index, false, undefined)
    for (const index of [0, 1, 2, 3]) first.sink.fulfilled(index, index, 1)
    finish(backend.sent[1]!)
    await Promise.all([deep, less])
  })

  test.each([[7, 8, 1], [7, 6, 0]])('gets items of the batch in which most wait: of %i and %i', async (one, two, deeper) => {
    const { backend, executor } = standing({ concurrency: 3 })
    const runs = [one, two].map((count) => executor.map(task, Array.from({ length: count }, (_, item) => item), { batchSize: count }))
    await backend.batch(1)
    await backend.cancels(1)
    expect(backend.cancelled[0]!.batch).toBe(backend.sent[deeper]!.id)
    for (const sent of backend.sent) finish(sent)
    await Promise.all(runs)
  })

  test('gets nothing of a run that may have no more slots', async () => {
    const { backend, executor } = standing({ concurrency: 2 })
    const done = executor.map(task, [0, 1, 2, 3], { batchSize: 4, concurrency: 1 })
    const first = await backend.batch(0)
    await turns()
    expect(backend.cancelled).toEqual([])
    finish(first)
    expect(await done).toEqual([0, 1, 2, 3])
  })

  test('asks once where the items had all started, not again and again', async () => {
    const { backend, executor } = standing({ concurrency: 2 })
    const done = executor.map(task, [0, 1, 2, 3], { batchSize: 4 })
    const first = await backend.batch(0)
    await backend.cancels(1)
    await turns(50)
    expect(backend.cancelled).toHaveLength(1)
    finish(first)
    expect(await done).toEqual([0, 1, 2, 3])
  })

  test('takes nothing back while every slot has work', async () => {
    const { backend, executor } = standing({ concurrency: 2 })
    const done = executor.map(task, [0, 1, 2, 3, 4, 5, 6, 7], { batchSize: 4 })
    await backend.batch(1)
    await turns(20)
    expect(backend.cancelled).toEqual([])
    for (const sent of backend.sent) finish(sent)
    await done
  })

  test('an item that comes back although it has started is told as what it is', async () => {
    const { backend, executor } = standing({ concurrency: 2 })
    const done = executor.map(task, [0, 1], { batchSize: 2, errors: 'settle' })
    const first = await backend.batch(0)
    await backend.cancels(1)
    first.sink.fulfilled(1, 'started after all', 1)
    first.sink.fulfilled(0, 'too', 1)
    expect(await done).toMatchObject([{ value: 'too' }, { value: 'started after all' }])
    expect(backend.sent).toHaveLength(1)
  })
})

describe('the concurrency of an executor', () => {
  test('is that of its backend, which also bounds what may be set', async () => {
    const { executor } = standing({ concurrency: 4, maxConcurrency: 6 })
    expect(executor.concurrency).toBe(4)
    executor.concurrency = 6
    expect(executor.concurrency).toBe(6)
    const error = thrownBy(() => { executor.concurrency = 7 })
    expect(error).toBeInstanceOf(RangeError)
    expect((error as Error).message).toContain('6')
    expect(thrownBy(() => { executor.concurrency = Infinity })).toBeInstanceOf(RangeError)
    expect(executor.concurrency).toBe(6)
  })

  test('that is lowered holds from the next batch on', async () => {
    const { backend, executor } = standing({ concurrency: 4, slotsPerWorker: 4 })
    const done = executor.forEach(task, new WatchedInput(12), { batchSize: 4 })
    const first = await backend.batch(0)
    executor.concurrency = 1
    finish(first)
    const second = await backend.batch(1)
    expect([first.slots, second.slots]).toEqual([4, 1])
    expect(executor.stats().running).toBe(1)
    finish(second)
    finish(await backend.batch(2))
    await done
  })
})
