// A batch that is sent while another runs, to have its slot: when one is sent, when it has the slot, and what becomes of it
// when it is not to run there. The test is the worker.

import { createExecutor, type Executor, type Functions, type MapOptions } from '@parmap/core'
import { virtualClock } from '@parmap/core/testing'
import { expect, test } from 'vitest'
import { ManualBackend, type Sent } from './support/manual-backend.ts'
import { turns } from './support/turns.ts'

const task = (item: unknown): unknown => item
const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n)
const outcomesOf = (sent: Sent): void => { for (const index of sent.indexes) sent.sink.fulfilled(index, index, 0) }
const takeBack = (sent: Sent): void => { for (const index of sent.indexes) sent.sink.lost(index, false, undefined) }

interface Bench {
  readonly backend: ManualBackend
  readonly executor: Executor<Functions>
  readonly mapped: Promise<unknown>
  readonly first: Sent
}

/** One slot with a batch of three of nine items in it. */
async function bench(settings: MapOptions = {}, items: Iterable<number> = numbers(9)): Promise<Bench> {
  const backend = new ManualBackend({ concurrency: 1, messageMs: 1 })
  const executor = createExecutor<Functions>(backend)
  const mapped = executor.map(task, items, { batchSize: 3, ...settings })
  mapped.catch(() => undefined) // some tests end it
  return { backend, executor, mapped, first: await backend.batch(0) }
}

test('is sent when another is about to end, and not before', async () => {
  const { backend, executor, mapped, first } = await bench()
  await turns()
  expect(backend.sent).toHaveLength(1)
  first.sink.ending!()
  expect(backend.sent.map(({ indexes, after }) => ({ indexes, after }))).toEqual([{ indexes: [0, 1, 2], after: undefined }, { indexes: [3, 4, 5], after: first.id }])
  expect(executor.stats()).toMatchObject({ running: 1, runs: [{ running: 1 }] })
  outcomesOf(first)
  await turns()
  expect(backend.sent).toHaveLength(2) // the slot is that of the second now
  expect(executor.stats().running).toBe(1)
  outcomesOf(backend.sent[1]!)
  outcomesOf(await backend.batch(2))
  expect(await mapped).toEqual(numbers(9))
  expect(executor.stats().running).toBe(0)
})

test('is followed by another when it has the slot, and not while it waits', async () => {
  const { backend, mapped, first } = await bench()
  first.sink.ending!()
  const second = backend.sent[1]!
  second.sink.ending!()
  first.sink.ending!()
  expect(backend.sent).toHaveLength(2)
  outcomesOf(first)
  second.sink.ending!()
  expect(backend.sent[2]).toMatchObject({ after: second.id, indexes: [6, 7, 8] })
  outcomesOf(second)
  outcomesOf(backend.sent[2]!)
  expect(await mapped).toEqual(numbers(9))
})

test('is measured from when it has the slot', async () => {
  const backend = new ManualBackend({ concurrency: 1, messageMs: 1 })
  const clock = virtualClock()
  const executor = createExecutor<Functions>(backend, { clock })
  const mapped = executor.map(task, numbers(2_000))
  mapped.catch(() => undefined) // ended below
  await clock.advance(0)
  for (let n = 0; n < 3; n++) { // each item takes a millisecond
    const sent = await backend.batch(n)
    sent.sink.ending!() // of one item, the first time
    await clock.advance(sent.items.length)
    outcomesOf(sent)
  }
  expect(backend.sent[2]!.after).toBe(backend.sent[1]!.id)
  expect(backend.sent[2]!.items.length).toBeGreaterThan(1)
  expect(executor.stats().runs[0]!.itemMs).toBe(1)
  await executor.terminate()
})

test.each([
  ['whose items are sent one by one', { batchSize: 1 }, numbers(9)],
  ['whose input runs code of its own when it is read', {}, new Set(numbers(9))],
  ['that has no more items', {}, numbers(3)],
  ['whose window is full', { window: 3, concurrency: 1 }, numbers(9)],
] as const)('is not sent for a run %s', async (_, settings, items) => {
  const { backend, executor, first } = await bench(settings, items)
  first.sink.ending!()
  await turns()
  expect(backend.sent).toHaveLength(1)
  await executor.terminate()
})

test('is not sent while another run waits for the slot', async () => {
  const { backend, executor, mapped, first } = await bench()
  const other = executor.map(task, [100, 101], { batchSize: 2 })
  await turns()
  first.sink.ending!()
  expect(backend.sent).toHaveLength(1)
  outcomesOf(first)
  expect(await backend.batch(1)).toMatchObject({ indexes: [3, 4, 5], after: undefined })
  outcomesOf(backend.sent[1]!)
  expect((await backend.batch(2)).items).toEqual([100, 101]) // in turn
  backend.onDispatch = outcomesOf
  outcomesOf(backend.sent[2]!)
  await Promise.all([mapped, other])
})

test('is not sent while the executor is paused', async () => {
  const { backend, executor, mapped, first } = await bench()
  executor.pause()
  first.sink.ending!()
  expect(backend.sent).toHaveLength(1)
  backend.onDispatch = outcomesOf
  outcomesOf(first)
  executor.resume()
  expect(await mapped).toEqual(numbers(9))
})

test('is taken back for a run of higher priority', async () => {
  const { backend, executor, mapped, first } = await bench()
  first.sink.ending!()
  const second = backend.sent[1]!
  const other = executor.map(task, [100], { priority: 1 })
  await backend.cancels(1)
  expect(backend.cancelled.map(({ batch }) => batch)).toContain(second.id)
  takeBack(second)
  outcomesOf(first)
  expect((await backend.batch(2)).items).toEqual([100])
  backend.onDispatch = outcomesOf
  outcomesOf(backend.sent[2]!)
  await other
  expect(await mapped).toEqual(numbers(9))
})

test('is taken back for a slot that would stay idle', async () => {
  const backend = new ManualBackend({ concurrency: 2, messageMs: 1 })
  const executor = createExecutor<Functions>(backend)
  const mapped = executor.map(task, numbers(9), { batchSize: 3 })
  const [first, second] = [await backend.batch(0), await backend.batch(1)]
  first.sink.ending!()
  const third = backend.sent[2]!
  outcomesOf(second)
  await backend.cancels(1)
  expect(backend.cancelled).toEqual([{ batch: third.id, indexes: [6, 7, 8], reason: undefined }])
  takeBack(third)
  const again = await backend.batch(3)
  expect(again).toMatchObject({ indexes: [6, 7, 8], after: undefined, attempts: [1, 1, 1] })
  outcomesOf(again)
  outcomesOf(first)
  expect(await mapped).toEqual(numbers(9))
  expect(executor.stats().running).toBe(0)
})

test('goes elsewhere when the worker is lost: what waited there had certainly not started', async () => {
  const { backend, executor, first } = await bench({ errors: 'collect' })
  first.sink.ending!()
  const [, second] = backend.sent
  const exit = { worker: 'worker-1', exitCode: 1, signal: null, outOfMemory: false }
  for (const index of first.indexes) first.sink.lost(index, true, exit)
  expect(executor.stats().running).toBe(1)
  for (const index of second!.indexes) second!.sink.lost(index, false, exit)
  backend.onDispatch = outcomesOf
  const third = await backend.batch(2)
  expect(third).toMatchObject({ indexes: [3, 4, 5], after: undefined })
  outcomesOf(third)
  await executor.idle()
  expect(executor.stats()).toMatchObject({ running: 0, completed: 6, failed: 3 })
})

test('is stopped with its run', async () => {
  const aborter = new AbortController()
  const { backend, executor, mapped, first } = await bench({ signal: aborter.signal })
  first.sink.ending!()
  aborter.abort(new Error('enough'))
  await expect(mapped).rejects.toThrow('enough')
  expect(backend.cancelled.map(({ indexes }) => indexes)).toEqual([[0, 1, 2], [3, 4, 5]])
  takeBack(backend.sent[1]!)
  outcomesOf(first)
  await turns()
  expect(executor.stats().running).toBe(0)
})

test('keeps the slot of a batch whose item was told to be late', async () => {
  const { backend, executor, mapped, first } = await bench({ timeout: 1_000, retries: 1 })
  first.sink.ending!()
  first.sink.fulfilled(0, 0, 0)
  first.sink.fulfilled(1, 1, 0)
  first.sink.timedOut(2, 1_000)
  expect(executor.stats().running).toBe(1)
  backend.onDispatch = outcomesOf
  first.sink.stopped(2)
  expect(executor.stats().running).toBe(1)
  outcomesOf(backend.sent[1]!)
  expect(await mapped).toEqual(numbers(9))
})
