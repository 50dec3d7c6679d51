// What leaves a second time: how many at once, and what of it is forgotten when a stream has met the failure that ends it.

import { createExecutor, type Functions, type TaskError } from '@parmap/core'
import { virtualClock } from '@parmap/core/testing'
import { expect, test } from 'vitest'
import { ControlledTask } from './support/controlled-task.ts'
import { LocalBackend } from './support/local-backend.ts'
import type { Sent } from './support/manual-backend.ts'
import { CRASH } from './support/manual-backend.ts'
import { manualBench } from './support/manual-bench.ts'
import { readAll } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'

const task = (item: unknown): unknown => item
const finish = ({ sink, indexes }: Sent): void => { for (const index of indexes) sink.fulfilled(index, index, 0) }

test('items that come back leave in batches no larger than others', async () => {
  const { backend, executor } = manualBench({ concurrency: 4, slotsPerWorker: 2 })
  const done = executor.map(task, [0, 1, 2, 3], { batchSize: 2 })
  for (const sent of [await backend.batch(0), await backend.batch(1)]) for (const index of sent.indexes) sent.sink.lost(index, false, CRASH)
  const again = [await backend.batch(2), await backend.batch(3)]
  expect(again.map(({ indexes }) => indexes)).toEqual([[0, 1], [2, 3]])
  for (const sent of again) finish(sent)
  expect(await done).toEqual([0, 1, 2, 3])
})

test('items that failed by themselves travel together again, those that may have killed their worker alone', async () => {
  const { backend, executor } = manualBench({ concurrency: 2, slotsPerWorker: 2 })
  const done = executor.map(task, [0, 1, 2, 3], { batchSize: 2, retries: { limit: 1, delay: 0 } })
  const first = await backend.batch(0)
  for (const index of [0, 1]) first.sink.rejected(index, new Error('again'), 1)
  const second = await backend.batch(1)
  expect(second.indexes).toEqual([0, 1])
  finish(second)
  const third = await backend.batch(2)
  for (const index of [2, 3]) third.sink.lost(index, true, CRASH)
  const alone = [await backend.batch(3), await backend.batch(4)]
  expect(alone.map(({ indexes }) => indexes)).toEqual([[2], [3]])
  for (const sent of alone) finish(sent)
  expect(await done).toEqual([0, 1, 2, 3])
})

test('an item that failed by itself travels in company, also when it comes back unstarted', async () => {
  const { backend, executor } = manualBench({ concurrency: 2, slotsPerWorker: 2 })
  const done = executor.map(task, [0, 1], { batchSize: 2, retries: { limit: 1, delay: 0 } })
  const first = await backend.batch(0)
  for (const index of first.indexes) first.sink.rejected(index, new Error('again'), 1)
  const second = await backend.batch(1)
  for (const index of second.indexes) second.sink.lost(index, false, CRASH)
  const third = await backend.batch(2)
  expect([third.indexes, third.attempts]).toEqual([[0, 1], [2, 2]])
  finish(third)
  expect(await done).toEqual([0, 1])
})

test('a failure that ends imap forgets what came back after it, not what came back before it', async () => {
  const { backend, executor } = manualBench({ concurrency: 4 })
  const stream = readAll(executor.imap(task, [0, 1, 2, 3]))
  const [first, second, third, fourth] = [await backend.batch(0), await backend.batch(1), await backend.batch(2), await backend.batch(3)]
  // All in one turn: nothing leaves before the failure is known.
  first.sink.lost(0, false, CRASH)
  fourth.sink.lost(3, false, CRASH)
  third.sink.rejected(2, new Error('the end'), 1)
  second.sink.fulfilled(1, 1, 1)
  const again = await backend.batch(4)
  await turns()
  expect(backend.sent.slice(4).map(({ indexes }) => indexes)).toEqual([[0]])
  again.sink.fulfilled(0, 0, 1)
  expect(await stream).toMatchObject({ values: [0, 1], error: { index: 2 } })
  expect(backend.sent).toHaveLength(5)
})

test('a failure that ends imap forgets the retries after it, not those before it', async () => {
  const clock = virtualClock()
  const executor = createExecutor<Functions>(new LocalBackend({ clock, capabilities: { isolation: 'process' } }), { clock })
  const work = new ControlledTask()
  const retries = { limit: 1, delay: 500, retryIf: ({ index }: TaskError) => index !== 1 }
  const stream = readAll(executor.imap(work.task, [0, 1, 2], { retries }))
  await work.starts(3)
  for (const item of [0, 2, 1]) work.fail(item, new Error(`no ${item}`))
  await turns()
  expect(clock.armed).toBe(1)
  await clock.advance(500)
  expect(work.started).toEqual([0, 1, 2, 0])
  work.finish(0)
  expect(await stream).toMatchObject({ values: [0], error: { index: 1 } })
})

test('items read behind a promise leave in batches no larger than others, also when slots have become fewer', async () => {
  const { backend, executor } = manualBench({ concurrency: 4, slotsPerWorker: 4 })
  const head = Promise.resolve(0)
  const done = executor.map(task, [head, 1, 2, 3])
  await Promise.resolve()
  executor.concurrency = 1
  for (let place = 0; place < 4; place++) {
    const sent = await backend.batch(place)
    expect(sent.indexes).toEqual([place])
    finish(sent)
  }
  expect(await done).toEqual([0, 1, 2, 3])
})
