// How far a stream reads ahead where the caller does not say: twice the slots, or two batches for each worker.

import { createExecutor, type Functions } from '@parmap/core'
import { virtualClock } from '@parmap/core/testing'
import { expect, test } from 'vitest'
import { ManualBackend } from './support/manual-backend.ts'
import { manualBench } from './support/manual-bench.ts'
import { turns } from './support/turns.ts'
import { WatchedInput } from './support/watched-input.ts'

const task = (item: unknown): unknown => item

test.each([
  { concurrency: 8, slotsPerWorker: 8, batchSize: 1, window: 16 },
  { concurrency: 8, slotsPerWorker: 2, batchSize: 5, window: 40 },
  { concurrency: 7, slotsPerWorker: 2, batchSize: 5, window: 40 },
  { concurrency: 3, slotsPerWorker: Infinity, batchSize: 5, window: 10 },
  { concurrency: 1, slotsPerWorker: 1, batchSize: 100_000, window: 65_536 },
])('$concurrency slots, $slotsPerWorker a worker, with batches of $batchSize: $window', async ({ concurrency, slotsPerWorker, batchSize, window }) => {
  const { executor } = manualBench({ concurrency, slotsPerWorker })
  const input = new WatchedInput(Infinity)
  const stream = executor.imap(task, input, { batchSize })
  void stream.next()
  await turns()
  expect(executor.stats().runs[0]).toMatchObject({ window })
  await stream.return(undefined)
})

test('it grows with batches of which the size is measured', async () => {
  const clock = virtualClock()
  const backend = new ManualBackend({ concurrency: 4, slotsPerWorker: 2, messageMs: 1 })
  const executor = createExecutor<Functions>(backend, { clock })
  const stream = executor.imap(task, new WatchedInput(Infinity))
  void stream.next()
  const { sink, indexes } = await backend.batch(0)
  expect(executor.stats().runs[0]).toMatchObject({ batchSize: 1, window: 8 })
  clock.spend(0.1)
  for (const index of indexes) sink.fulfilled(index, index, 0)
  const { batchSize, window } = executor.stats().runs[0]!
  expect(batchSize).toBeGreaterThan(1)
  expect(window).toBe(2 * 2 * 2 * batchSize) // two batches for each of two workers, of two slots each
  await stream.return(undefined)
})
