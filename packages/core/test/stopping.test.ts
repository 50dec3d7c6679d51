// What a backend is asked when a run is stopped, what comes back, and what the slots of stopped items are worth.

import type { Sink } from '@parmap/core'
import { virtualClock, type VirtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import type { LocalOptions } from './support/local-backend.ts'
import { CRASH } from './support/manual-backend.ts'
import { manualBench, type ManualBench } from './support/manual-bench.ts'
import { readAll, rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'
import { WatchedInput } from './support/watched-input.ts'

const task = (item: unknown): unknown => item

function bench(options: LocalOptions = {}): ManualBench & { readonly clock: VirtualClock } {
  const clock = virtualClock()
  return { clock, ...manualBench(options, { clock, killGrace: 1_000 }) }
}

/** An item whose run has been aborted while it was out. @returns where its outcome goes */
async function abortedItem({ backend, executor }: ManualBench): Promise<Sink> {
  const controller = new AbortController()
  const doomed = rejection(executor.submit(task, 'doomed', { signal: controller.signal }))
  const { sink } = await backend.batch(0)
  controller.abort('enough')
  await doomed
  return sink
}

describe('an abort', () => {
  test('cancels every item that is out, with the reason, and no other', async () => {
    const { backend, executor } = bench({ concurrency: 4, slotsPerWorker: 2 })
    const controller = new AbortController()
    const doomed = rejection(executor.map(task, [0, 1, 2, 3], { batchSize: 2, signal: controller.signal }))
    const [first, second] = [await backend.batch(0), await backend.batch(1)]
    first.sink.fulfilled(0, 0, 1)
    controller.abort('enough')
    expect(await doomed).toBe('enough')
    expect(backend.cancelled).toEqual([
      { batch: first.id, indexes: [1], reason: 'enough' },
      { batch: second.id, indexes: [2, 3], reason: 'enough' },
    ])
  })

  test('leaves other runs alone', async () => {
    const { backend, executor } = bench({ concurrency: 2 })
    const controller = new AbortController()
    const doomed = rejection(executor.submit(task, 'doomed', { signal: controller.signal }))
    const other = executor.submit(task, 'other')
    await backend.batch(1)
    controller.abort('enough')
    await doomed
    expect(backend.cancelled.map(({ batch }) => batch)).toEqual([backend.sent[0]!.id])
    backend.sent[1]!.sink.fulfilled(0, 'fine', 1)
    expect(await other).toBe('fine')
  })

  test('sends nothing again of what comes back unstarted', async () => {
    const { backend, executor } = bench({ concurrency: 2, slotsPerWorker: 2 })
    const controller = new AbortController()
    const doomed = rejection(executor.map(task, [0, 1], { batchSize: 2, signal: controller.signal, retries: 3, idempotent: true }))
    const { sink } = await backend.batch(0)
    controller.abort('enough')
    sink.lost(0, true, CRASH)
    sink.lost(1, false, undefined)
    await doomed
    await executor.idle()
    expect(backend.sent).toHaveLength(1)
    expect(executor.stats()).toMatchObject({ running: 0, waiting: 0, detached: 0 })
  })
})

describe('the slot of a stopped item', () => {
  test('is kept until its backend says that the work is gone, where work can be killed', async () => {
    const workers = bench({ concurrency: 1 })
    const { backend, clock, executor } = workers
    const sink = await abortedItem(workers)
    const next = executor.submit(task, 'next')
    await clock.advance(60_000)
    expect(backend.sent).toHaveLength(1)
    expect(executor.stats()).toMatchObject({ running: 1, detached: 0 })
    sink.lost(0, true, CRASH)
    const second = await backend.batch(1)
    second.sink.fulfilled(0, 'ok', 1)
    expect(await next).toBe('ok')
  })

  test('is free with whatever is told of the item last: a value, a failure, a loss or that it has stopped', async () => {
    for (const end of ['fulfilled', 'rejected', 'lost', 'stopped'] as const) {
      const workers = bench({ concurrency: 1 })
      const { backend, executor } = workers
      const told: unknown[] = []
      const sink = await abortedItem(workers)
      const next = executor.map(task, ['next'], { onOutcome: (outcome) => { told.push(outcome) } })
      await turns()
      const tell = { fulfilled: () => { sink.fulfilled(0, 'late', 1) }, rejected: () => { sink.rejected(0, 'late', 1) }, lost: () => { sink.lost(0, 'unknown', CRASH) }, stopped: () => { sink.stopped(0) } }
      tell[end]()
      const second = await backend.batch(1)
      second.sink.fulfilled(0, 'ok', 1)
      expect(await next).toEqual(['ok'])
      expect(told).toHaveLength(1)
      expect(executor.stats()).toMatchObject({ running: 0, detached: 0 })
    }
  })

  test('is given up after the grace, where work cannot be killed', async () => {
    const workers = bench({ concurrency: 1, capabilities: { kill: false } })
    const { backend, clock, executor } = workers
    const sink = await abortedItem(workers)
    const next = executor.submit(task, 'next')
    await clock.advance(999)
    expect(backend.sent).toHaveLength(1)
    await clock.advance(2)
    expect(executor.stats()).toMatchObject({ running: 1, detached: 1 })
    const second = await backend.batch(1)
    second.sink.fulfilled(0, 'ok', 1)
    expect(await next).toBe('ok')
    sink.fulfilled(0, 'very late', 1)
    await executor.idle()
    expect(executor.stats()).toMatchObject({ running: 0, detached: 0 })
  })

  test('of a timed out item is kept until it has stopped, and the item is told once', async () => {
    const { backend, executor } = bench({ concurrency: 1 })
    const done = executor.map(task, [0, 1], { timeout: 50, errors: 'settle' })
    const { sink, timeout } = await backend.batch(0)
    expect(timeout).toBe(50)
    sink.timedOut(0, 50)
    await turns()
    expect(backend.sent).toHaveLength(1)
    sink.stopped(0)
    const second = await backend.batch(1)
    second.sink.fulfilled(1, 1, 1)
    expect((await done).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  })
})

describe('streams', () => {
  test('imap cancels what comes behind a failure only', async () => {
    const { backend, executor } = bench({ concurrency: 4, slotsPerWorker: 4 })
    const result = readAll(executor.imap(task, [0, 1, 2, 3], { batchSize: 4 }))
    const { sink, id } = await backend.batch(0)
    sink.rejected(1, new Error('no'), 1)
    await backend.cancels(1)
    expect(backend.cancelled).toMatchObject([{ batch: id, indexes: [2, 3], reason: { index: 1 } }])
    sink.lost(2, true, CRASH)
    sink.lost(3, false, undefined)
    sink.fulfilled(0, 'a', 1)
    expect(await result).toMatchObject({ values: ['a'], error: { index: 1 } })
  })

  test('a stream that is left cancels what runs with an AbortError', async () => {
    const { backend, executor } = bench({ concurrency: 2 })
    const stream = executor.imap(task, new WatchedInput(Infinity))
    const first = stream.next()
    const { sink } = await backend.batch(0)
    sink.fulfilled(0, 'a', 1)
    expect(await first).toEqual({ done: false, value: 'a' })
    await stream.return(undefined)
    expect(backend.cancelled.length).toBeGreaterThan(0)
    for (const { reason } of backend.cancelled) expect(reason).toMatchObject({ name: 'AbortError' })
  })
})
