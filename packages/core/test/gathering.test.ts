// Items that an async input gives one by one, without waiting for anything, travel together where a message costs something.

import { EventEmitter, once } from 'node:events'
import { createExecutor, type Backend, type Batch, type Sink } from '@parmap/core'
import { runBatch, WorkerScope } from '@parmap/core/worker'
import { describe, expect, test } from 'vitest'
import { manualBench } from './support/manual-bench.ts'

/** A backend that runs here, and notes how many items it was sent at once. */
function noting(messageMs: number): { readonly backend: Backend; readonly sizes: number[] } {
  const scope = new WorkerScope({ worker: 'here' })
  const sizes: number[] = []
  const backend: Backend = {
    name: 'noting',
    capabilities: { values: 'any', functions: 'any', kill: false, parallel: false, transfer: false, isolation: 'none', delivery: 'at-most-once' },
    concurrency: 4,
    slotsPerWorker: 4,
    messageMs,
    dispatch(batch: Batch, sink: Sink) {
      sizes.push(batch.items.length)
      setImmediate(() => { runBatch(scope, batch, sink) })
    },
    cancel: (batch, indexes, reason) => { scope.cancel(batch, indexes, reason) },
    close: () => scope.close(),
    terminate: () => scope.close(),
  }
  return { backend, sizes }
}

async function* counting(count: number): AsyncGenerator<number, undefined> {
  for (let n = 0; n < count; n++) yield n
}

/** Answers without a promise, as `for await` allows; where `isPromised` says so, with one. */
function answering(count: number, isPromised: (n: number) => boolean = () => false): { readonly items: AsyncIterable<number>; readonly asked: () => number } {
  let n = 0
  const step = (): IteratorResult<number, undefined> => (n < count ? { done: false, value: n++ } : { done: true, value: undefined })
  const next = (): Promise<IteratorResult<number, undefined>> => (isPromised(n) ? Promise.resolve(step()) : (step() as never))
  return { items: { [Symbol.asyncIterator]: () => ({ next }) }, asked: () => n }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n)
const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

describe('an async input that answers without a promise', () => {
  test.each([0, 5])('gives its items in order, in as many messages as a list needs or fewer than one each, at %i ms a message', async (messageMs) => {
    const { backend, sizes } = noting(messageMs)
    expect(await createExecutor<'function'>(backend).map((n: number) => n, answering(2_000).items)).toEqual(numbers(2_000))
    expect(sizes.length).toBeLessThanOrEqual(messageMs === 0 ? 2_000 : 200)
  })

  test('may answer now with one and now without', async () => {
    const { backend } = noting(5)
    const { items } = answering(500, (n) => n % 3 === 0 || (n > 200 && n < 260))
    expect(await createExecutor<'function'>(backend).map((n: number) => n, items)).toEqual(numbers(500))
  })

  test('is asked for no more than the window', async () => {
    const { backend } = noting(5)
    const { items, asked } = answering(1_000)
    const results = createExecutor<'function'>(backend).imap((n: number) => n, items, { window: 10 })
    expect(await results.next()).toEqual({ done: false, value: 0 })
    await turn()
    expect(asked()).toBeLessThanOrEqual(11)
    await results.return(undefined)
  })
})

describe('items of an async input', () => {
  test('that come in one turn of the event loop share messages, in order', async () => {
    const { backend, sizes } = noting(5)
    expect(await createExecutor<'function'>(backend).map((n: number) => n, counting(2_000))).toEqual(numbers(2_000))
    expect(sizes.length).toBeLessThan(200)
  })

  test('that come turn by turn do not wait for each other', async () => {
    const { backend, sizes } = noting(5)
    const starts = new EventEmitter()
    const begun: number[] = []
    async function* slow(): AsyncGenerator<number, undefined> {
      for (let n = 0; n < 5; n++) {
        yield n
        await once(starts, String(n))
      }
    }
    expect(await createExecutor<'function'>(backend).map((n: number) => { begun.push(n); setImmediate(() => starts.emit(String(n))); return n }, slow())).toEqual(numbers(5))
    expect({ sizes, begun }).toEqual({ sizes: [1, 1, 1, 1, 1], begun: numbers(5) })
  })

  test('are asked for no further than a batch needs', async () => {
    const { backend } = noting(5)
    let read = 0
    async function* watched(): AsyncGenerator<number, undefined> {
      for (;;) yield read++
    }
    const stream = createExecutor<'function'>(backend).imap((n: number) => n, watched(), { window: 6 })
    await stream.next()
    await turn()
    expect(read).toBeLessThanOrEqual(7) // the window, and one handed over
    await stream.return(undefined)
  })

  test('that came before its error are all there', async () => {
    const { backend } = noting(5)
    const seen: number[] = []
    async function* failing(): AsyncGenerator<number, undefined> {
      yield* counting(3)
      throw new Error('no more')
    }
    const reading = async (): Promise<void> => {
      for await (const n of createExecutor<'function'>(backend).imap((item: number) => item, failing())) seen.push(n)
    }
    await expect(reading()).rejects.toThrow('no more')
    expect(seen).toEqual([0, 1, 2])
  })

  test('are none: the run ends', async () => {
    expect(await createExecutor<'function'>(noting(5).backend).map((n: number) => n, counting(0))).toEqual([])
  })

  test('are coming: what waits in a batch is not asked back for a slot that they will have', async () => {
    const { backend, executor } = manualBench({ concurrency: 2, messageMs: 5 })
    const coming = executor.map((n: number) => n, counting(1))
    const deep = executor.map((n: number) => n, numbers(4), { batchSize: 4 })
    const [first, second] = [await backend.batch(0), await backend.batch(1)]
    expect([[first.items, second.items], backend.cancelled]).toEqual([[numbers(4), [0]], []])
    second.sink.fulfilled(0, 0, 0)
    for (const index of numbers(4)) first.sink.fulfilled(index, index, 0)
    expect([await coming, await deep]).toEqual([[0], numbers(4)])
  })

  test('have come: what waits in a batch is asked back again while a slot is free', async () => {
    const { backend, executor } = manualBench({ concurrency: 2, messageMs: 5 })
    const first = executor.map((n: number) => n, counting(3), { batchSize: 4 })
    const { sink, items } = await backend.batch(0)
    expect(items).toEqual(numbers(3))
    for (const index of items as number[]) sink.fulfilled(index, index, 0)
    expect(await first).toEqual(numbers(3))
    const second = executor.map((n: number) => n, numbers(4), { batchSize: 4 })
    const deep = await backend.batch(1)
    await backend.cancels(2) // the first was for what waited in the first batch
    expect(backend.cancelled[1]).toMatchObject({ batch: deep.id, reason: undefined })
    for (const index of numbers(4)) deep.sink.fulfilled(index, index, 0)
    expect(await second).toEqual(numbers(4))
  })

  test('travel alone where batches are to hold one, and where a message costs nothing', async () => {
    for (const [messageMs, batchSize] of [[5, 1], [0, 'auto']] as const) {
      const { backend, sizes } = noting(messageMs)
      await createExecutor<'function'>(backend).map((n: number) => n, counting(20), { batchSize })
      expect(new Set(sizes)).toEqual(new Set([1]))
    }
  })
})
