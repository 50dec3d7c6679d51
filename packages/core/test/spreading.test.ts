// What waits in a busy worker is offered back when another has nothing to do. The test is the workers.

import { createExecutor, importTask, type Batch, type Functions } from '@parmap/core'
import { expect, test } from 'vitest'
import { endOf } from './support/end-of.ts'
import { ManualBackend } from './support/manual-backend.ts'
import { manualPool, type ManualPool } from './support/manual-pool.ts'
import { batchOf as anyBatch, RecordingSink } from './support/recording-sink.ts'
import { turns } from './support/turns.ts'

const TASK = importTask('file:///never-loaded.mjs')

/** A sink that writes down how many items are offered back. */
class OfferedSink extends RecordingSink {
  readonly offers: number[] = []
  spare(count: number): boolean { return this.offers.push(count) > 0 }
}

/** A pool of two, its first worker ready. */
async function poolOf(slots: number): Promise<ManualPool & { send(count: number, more?: Partial<Batch>): { readonly id: number; readonly offers: number[] } }> {
  const pool = manualPool({ workers: 2, slots })
  const { backend } = pool
  const send = (count: number, more: Partial<Batch> = {}): { readonly id: number; readonly offers: number[] } => {
    const batch = anyBatch(Array.from({ length: count }, (_, n) => n), TASK, { slots: count, ...more })
    const sink = new OfferedSink()
    backend.dispatch(batch, sink)
    return { id: batch.id, offers: sink.offers }
  }
  return { ...pool, send }
}

test('a worker that becomes ready and finds nothing to do gets half of what waits in the other', async () => {
  const { links, send } = await poolOf(8)
  const first = send(7)
  await turns() // the first is ready
  links[0]!.tell(first.id, 0, [], 1, 1)
  const second = send(1) // the second is started, and the first has room
  expect(links.map(({ posted }) => posted.filter(({ is }) => is === 'batch').length)).toEqual([2, 0])
  await turns()
  expect([first.offers, second.offers]).toEqual([[3], [1]])
})

test('a worker that has come to its end gets half of what waits in the other', async () => {
  const { links, send } = await poolOf(4)
  const [first, second] = [send(4), send(4)]
  await turns()
  links[0]!.tell(first.id, 0, [], 1, 1)
  links[1]!.tell(second.id, 0, [0, 1, 2, 3], 4, 4)
  await turns()
  expect([first.offers, second.offers]).toEqual([[2], []])
})

test.each([
  ['what it has where it has one item only, which it may be about to begin', [0, 1, 2], 3],
  ['what runs', [], 4],
])('is left %s', async (_what, ended, started) => {
  const { links, send } = await poolOf(4)
  const [first, second] = [send(4), send(4)]
  await turns()
  links[0]!.tell(first.id, 0, ended, started, started)
  links[1]!.tell(second.id, 0, [0, 1, 2, 3], 4, 4)
  await turns()
  expect(first.offers).toEqual([])
})

test('nothing is offered where the engine has more for the worker', async () => {
  const { links, send } = await poolOf(4)
  const [first, second] = [send(4), send(4)]
  await turns()
  links[0]!.tell(first.id, 0, [], 1, 1)
  links[1]!.tell(second.id, 0, [0, 1, 2, 3], 4, 4)
  send(4)
  await turns()
  expect(first.offers).toEqual([])
})

test('a worker that has found nothing to do is let go after its idle time', async () => {
  const { backend, links } = manualPool({ workers: 2, slots: 2, limits: { idleTimeout: 1 } })
  const send = (): void => { backend.dispatch(anyBatch([0], TASK), new RecordingSink()) }
  send()
  await turns()
  send() // starts another, and finds room in the first
  await expect.poll(() => links[1]!.posted.map(({ is }) => is)).toEqual(['close'])
})

test('what is offered is asked for, and sent again to where there is room', async () => {
  const backend = new ManualBackend({ concurrency: 4, slotsPerWorker: 4, messageMs: 1 })
  const mapped = createExecutor<Functions>(backend).map((item: number) => item, [0, 1, 2, 3], { batchSize: 4 })
  const sent = await backend.batch(0)
  sent.sink.spare!(2)
  expect(backend.cancelled).toEqual([{ batch: sent.id, indexes: [2, 3], reason: undefined }])
  sent.sink.spare!(2) // is not asked for twice
  expect(backend.cancelled).toHaveLength(1)
  for (const index of [2, 3]) sent.sink.lost(index, false, undefined)
  const again = await backend.batch(1)
  expect([again.indexes, again.slots]).toEqual([[2, 3], 2])
  for (const { indexes, sink } of [sent, again]) for (const index of indexes) sink.fulfilled(index, index, 0)
  expect(await mapped).toEqual([0, 1, 2, 3])
})

test('is not taken back of a run that cannot have more slots, where it would wait for one', async () => {
  const backend = new ManualBackend({ concurrency: 4, slotsPerWorker: 4, messageMs: 1 })
  const executor = createExecutor<Functions>(backend)
  const run = executor.map((item: number) => item, [0, 1, 2, 3], { batchSize: 4, concurrency: 1 })
  const { sink } = await backend.batch(0)
  expect([sink.spare!(2), backend.cancelled]).toEqual([false, []])
  await endOf(executor, run)
})

test('items that came back without having run say nothing of how long they take', async () => {
  const backend = new ManualBackend({ concurrency: 16, slotsPerWorker: 16, messageMs: 1 })
  const executor = createExecutor<Functions>(backend)
  const run = executor.map((item: number) => item, [0, 1, 2, 3])
  await turns()
  backend.sent[0]!.sink.lost(0, false, undefined)
  await turns()
  expect(executor.stats().runs[0]!.itemMs).toBeUndefined()
  await endOf(executor, run)
})

test('a pause that the first message brings about holds the others of its load', async () => {
  const backend = new ManualBackend({ concurrency: 16, slotsPerWorker: 16, messageMs: 1 })
  const executor = createExecutor<Functions>(backend)
  backend.onDispatch = ({ indexes, sink }) => { if (indexes[0] === 0) sink.unserializable(0, '', new Error('no')) }
  const settled = executor.map((item: number) => item, Array.from({ length: 12 }, (_, n) => n), { errors: 'settle', onOutcome: ({ index }) => { if (index === 0) executor.pause() } })
  await turns()
  expect(backend.sent.map(({ indexes }) => indexes)).toEqual([[0]])
  executor.resume()
  await turns()
  expect(backend.sent.flatMap(({ indexes }) => indexes)).toEqual(Array.from({ length: 12 }, (_, n) => n))
  for (const { indexes, sink, attempts } of backend.sent.slice(1)) {
    expect(new Set(attempts)).toEqual(new Set([1]))
    for (const index of indexes) sink.fulfilled(index, index, 0)
  }
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', ...Array.from({ length: 11 }, () => 'fulfilled')])
})

test('a concurrency that the first message lowers holds for the others of its load', async () => {
  const backend = new ManualBackend({ concurrency: 16, slotsPerWorker: 16, messageMs: 1 })
  const executor = createExecutor<Functions>(backend)
  backend.onDispatch = ({ indexes, sink }) => { if (indexes[0] === 0) sink.unserializable(0, '', new Error('no')) }
  const run = executor.map((item: number) => item, [0, 1, 2, 3, 4, 5], { errors: 'settle', onOutcome: ({ index }) => { if (index === 0) executor.concurrency = 2 } })
  await turns()
  expect(backend.sent.map(({ indexes }) => indexes)).toEqual([[0], [1], [2]])
  await endOf(executor, run)
})

test('a run that ends at the first message of a load sends no other', async () => {
  const backend = new ManualBackend({ concurrency: 16, slotsPerWorker: 16, messageMs: 1 })
  backend.onDispatch = ({ sink }) => { sink.unserializable(0, '', new Error('no')) }
  await expect(createExecutor<Functions>(backend).map((item: number) => item, [0, 1, 2])).rejects.toMatchObject({ code: 'PARMAP_UNSERIALIZABLE' })
  expect(backend.sent).toHaveLength(1)
})

test.each([[16, [1, 1, 1, 1]], [64, [4]], [20, [2, 2]]])('of an unknown task a message carries at most a 16th of the %i slots of a worker', async (slotsPerWorker, sizes) => {
  const backend = new ManualBackend({ concurrency: 2 * slotsPerWorker, slotsPerWorker, messageMs: 1 })
  const executor = createExecutor<Functions>(backend)
  const mapped = executor.map((item: number) => item, [0, 1, 2, 3])
  await turns()
  expect(backend.sent.map(({ indexes }) => indexes.length)).toEqual(sizes)
  for (const { indexes, sink } of backend.sent) for (const index of indexes) sink.fulfilled(index, index, 0)
  await mapped
})
