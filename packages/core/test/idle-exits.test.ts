// Items that come back unstarted again and again: without end where they were only taken back, or where others end
// meanwhile; not where worker after worker ends before it has begun. The test is the workers.

import { virtualClock } from '@parmap/core/testing'
import { expect, test } from 'vitest'
import { CRASH, type Sent } from './support/manual-backend.ts'
import { manualBench } from './support/manual-bench.ts'
import { rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'

const MOST_IDLE_EXITS = 100
const task = (item: unknown): unknown => item

test.each([[false], [true]])('an item is lost when more than a hundred workers in a row have ended before it began (idempotent: %s)', async (idempotent) => {
  const { backend, executor } = manualBench()
  backend.onDispatch = ({ sink }) => { sink.lost(0, false, { ...CRASH }) }
  expect(await rejection(executor.submit(task, 'a', { idempotent }))).toMatchObject({ code: 'PARMAP_WORKER_LOST', attempts: 1 })
  expect(backend.sent).toHaveLength(MOST_IDLE_EXITS + 1)
})

test('a worker that ends counts once, however many batches it has', async () => {
  const { backend, executor } = manualBench({ concurrency: 20 })
  const mapped = executor.map(task, Array.from({ length: 20 }, (_, item) => item), { batchSize: 1 })
  for (let end = 0; end < 20; end++) {
    await turns()
    const exit = { ...CRASH }
    for (const { indexes, sink } of backend.sent.splice(0)) sink.lost(indexes[0]!, false, exit)
  }
  await turns()
  for (const { indexes, sink } of backend.sent) sink.fulfilled(indexes[0]!, indexes[0], 0)
  expect(await mapped).toHaveLength(20)
})

test('a backend that tells of the same end again and again is not believed for ever', async () => {
  const { backend, executor } = manualBench()
  backend.onDispatch = ({ sink }) => { sink.lost(0, false, CRASH) }
  expect(await rejection(executor.submit(task, 'a'))).toMatchObject({ code: 'PARMAP_WORKER_LOST' })
  expect(backend.sent).toHaveLength(10_001)
})

test('workers that end before they begin are no reason to give up while other items end', async () => {
  const { backend, executor } = manualBench({ concurrency: 1 })
  const items = Array.from({ length: 2 * MOST_IDLE_EXITS }, (_, item) => item)
  const ends = [
    ({ sink, indexes }: Sent): void => { sink.lost(indexes[0]!, false, { ...CRASH }) },
    ({ sink, indexes }: Sent): void => { sink.fulfilled(indexes[0]!, indexes[0], 0) },
  ]
  backend.onDispatch = (sent) => { ends[(backend.sent.length - 1) % 2]!(sent) }
  expect(await executor.map(task, items, { batchSize: 1 })).toEqual(items)
})

test('an item can be taken back as often as the executor pauses', async () => {
  const { backend, executor } = manualBench({ concurrency: 1 })
  const done = executor.submit(task, 'a')
  for (let round = 0; round <= 2 * MOST_IDLE_EXITS; round++) {
    const { sink } = await backend.batch(round)
    executor.pause()
    sink.lost(0, false, undefined)
    executor.resume()
  }
  const { sink } = await backend.batch(2 * MOST_IDLE_EXITS + 1)
  sink.fulfilled(0, 'A', 0)
  expect(await done).toBe('A')
})

test.each([
  ['its worker as that tells its end', CRASH, 'worker-7'],
  ['the worker that it was sent to, where nothing is known of an end', undefined, 'worker-1'],
])('a lost item names %s', async (_what, exit, worker) => {
  const { backend, executor } = manualBench()
  const done = rejection(executor.submit(task, 'a'))
  const { sink } = await backend.batch(0)
  sink.sentTo('worker-1')
  sink.lost(0, true, exit)
  expect(await done).toMatchObject({ code: 'PARMAP_WORKER_LOST', worker })
})

test('a lost item has run for the time from its sending to its loss, as far as is known', async () => {
  const clock = virtualClock()
  await clock.advance(1_000)
  const { backend, executor } = manualBench({}, { clock })
  const done = executor.map(task, ['a'], { errors: 'settle' })
  const { sink } = await backend.batch(0)
  clock.spend(50)
  sink.lost(0, true, CRASH)
  expect(await done).toMatchObject([{ status: 'rejected', ms: 50 }])
})
