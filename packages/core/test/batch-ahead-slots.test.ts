// The slots of a batch that waits for the slot of another: which there are meanwhile, and when it is asked back.

import type { Sink } from '@parmap/core'
import { expect, test } from 'vitest'
import { CRASH } from './support/manual-backend.ts'
import { manualBench, type ManualBench } from './support/manual-bench.ts'
import { turns } from './support/turns.ts'

const task = (item: unknown): unknown => item
const finish = ({ sink, indexes }: { sink: Sink; indexes: readonly number[] }): void => { for (const index of indexes) sink.fulfilled(index, index, 0) }

/** One slot, with a batch of two items in it and one of two that waits for it. */
async function followed(bench: ManualBench): Promise<{ done: Promise<unknown[]> }> {
  const done = bench.executor.map(task, [0, 1, 2, 3, 4, 5], { batchSize: 2 })
  const first = await bench.backend.batch(0)
  first.sink.fulfilled(0, 0, 0)
  first.sink.ending!()
  await bench.backend.batch(1)
  return { done }
}

test.each([
  ['before it is its turn', [1, 0]], ['when it is its turn', [0, 1]],
])('lost %s, it leaves the slot to others', async (_what, order) => {
  const bench = manualBench({ concurrency: 1 })
  const { done } = await followed(bench)
  const { backend, executor } = bench
  const ends = [() => { backend.sent[0]!.sink.fulfilled(1, 1, 0) }, () => { for (const index of [2, 3]) backend.sent[1]!.sink.lost(index, false, CRASH) }]
  for (const place of order) ends[place]!()
  backend.onDispatch = finish
  expect(await done).toEqual([0, 1, 2, 3, 4, 5])
  expect(executor.stats()).toMatchObject({ running: 0, waiting: 0 })
})

test('is asked back where the concurrency is lowered below what runs', async () => {
  const bench = manualBench({ concurrency: 2 })
  const { backend, executor } = bench
  const done = executor.map(task, [0, 1, 2, 3, 4, 5], { batchSize: 2 })
  const [one, two] = [await backend.batch(0), await backend.batch(1)]
  two.sink.ending!()
  executor.concurrency = 1
  await turns()
  expect(backend.cancelled).toEqual([{ batch: backend.sent[2]!.id, indexes: [4, 5], reason: undefined }])
  for (const index of [4, 5]) backend.sent[2]!.sink.lost(index, false, undefined)
  finish(two)
  await turns()
  expect([executor.stats().running, backend.sent.length]).toEqual([1, 3])
  backend.onDispatch = finish
  finish(one)
  expect(await done).toEqual([0, 1, 2, 3, 4, 5])
})

test('stays where the concurrency is lowered to no less than what runs', async () => {
  const bench = manualBench({ concurrency: 2 })
  const { backend, executor } = bench
  const done = executor.map(task, [0, 1, 2, 3], { batchSize: 2, concurrency: 1 })
  const first = await backend.batch(0)
  first.sink.ending!()
  executor.concurrency = 1
  await turns()
  expect([backend.sent.length, backend.cancelled]).toEqual([2, []])
  finish(first)
  finish(backend.sent[1]!)
  expect(await done).toEqual([0, 1, 2, 3])
})
