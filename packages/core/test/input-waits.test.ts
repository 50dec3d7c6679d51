// A run that waits for its input: it claims nothing meanwhile, ends in time when it is closed, and is told of one end only.
// The clock is replaced.

import { describe, expect, test } from 'vitest'
import { virtualClock } from '@parmap/core/testing'
import { deferred, type Deferred } from './support/deferred.ts'
import { manualBench } from './support/manual-bench.ts'
import { isSettled, readAll, rejection } from './support/outcome-of.ts'
import { timedBench } from './support/timed-bench.ts'
import { turns } from './support/turns.ts'
import { WatchedInput } from './support/watched-input.ts'

const CLOSED = { code: 'PARMAP_CLOSED' }
const identity = (item: unknown): unknown => item
const never = (): Promise<never> => new Promise<never>(() => undefined)

/** An async iterable of which the test answers the first next(). */
function asked(): { readonly input: AsyncIterable<unknown>, readonly step: Deferred<IteratorResult<unknown>> } {
  const step = deferred<IteratorResult<unknown>>()
  return { step, input: { [Symbol.asyncIterator]: () => ({ next: () => step.promise }) } }
}

describe('a run whose input brings nothing yet', () => {
  test.each([
    ['an async next()', { [Symbol.asyncIterator]: () => ({ next: never }) }],
    ['an item that is a promise', [never()]],
    ['an iterator’s item that is a promise', [never()].values()],
  ])('takes no slot from runs of lower priority: it waits for %s', async (_what, input) => {
    const { backend, executor } = manualBench({ concurrency: 1 })
    const stream = executor.imap(identity, input as Iterable<unknown>, { priority: 1 })
    void stream.next()
    await turns()
    const long = executor.map(identity, [0, 1, 2, 3], { batchSize: 4 })
    const { sink, indexes } = await backend.batch(0)
    void stream.next()
    await turns()
    expect(backend.cancelled).toEqual([])
    for (const index of indexes) sink.fulfilled(index, index, 0)
    expect(await long).toEqual([0, 1, 2, 3])
  })

  test('is not idle before that has brought its end', async () => {
    const { executor } = timedBench()
    const { input, step } = asked()
    const first = executor.imap(identity, input).next()
    await turns()
    const idle = executor.idle()
    expect(await isSettled(idle)).toBe(false)
    step.resolve({ done: true, value: undefined })
    await idle
    expect(await first).toEqual({ done: true, value: undefined })
  })

  test('is closed after a second, when its stream was to end with what that brings', async () => {
    const { clock, executor } = timedBench()
    const first = rejection(executor.imap(identity, { [Symbol.asyncIterator]: () => ({ next: never }) }).next())
    await turns()
    const closed = executor.close()
    await clock.advance(999)
    expect(await isSettled(closed)).toBe(false)
    await clock.advance(1)
    expect(await isSettled(closed)).toBe(true)
    expect(await first).toMatchObject(CLOSED)
  })

  test('ends as closed when that fails after all', async () => {
    const { executor } = timedBench()
    const { input, step } = asked()
    const first = rejection(executor.imap(identity, input).next())
    await turns()
    const closed = executor.close()
    step.reject(new Error('too late'))
    expect(await first).toMatchObject(CLOSED)
    await closed
  })
})

describe('close()', () => {
  test('waits for no input that is not being read', async () => {
    const { executor } = timedBench()
    const stream = executor.imap(identity, new WatchedInput(Infinity), { window: 1 })
    await stream.next()
    await turns()
    const closed = executor.close()
    expect(await isSettled(closed)).toBe(true)
    expect(await readAll(stream)).toMatchObject({ values: [1], error: CLOSED })
  })

  test('lets a stream end well that has read its last item, though that still runs', async () => {
    const { executor, work } = timedBench()
    const result = readAll(executor.imap(work.task, [1, 2]))
    await work.starts(2)
    const closed = executor.close()
    await turns()
    work.finishCurrent()
    expect(await result).toEqual({ values: [1, 2] })
    await closed
  })
})

test('an input is left once, also when its return() ends the run that leaves it', async () => {
  const { backend, executor } = manualBench({ concurrency: 2 })
  const controller = new AbortController()
  const input = new WatchedInput(Infinity, { onReturn: () => { controller.abort('left') } })
  const result = readAll(executor.imap(identity, input, { signal: controller.signal }))
  const second = await backend.batch(1)
  second.sink.rejected(1, new Error('no'), 0)
  expect(await result).toMatchObject({ values: [], error: 'left' })
  expect(input.returns).toBe(1)
})

test('a batch is no larger than what the input makes in one turn of the event loop', async () => {
  const clock = virtualClock()
  const { backend, executor } = manualBench({ concurrency: 1 }, { clock })
  const input = new WatchedInput(100, { onNext: () => { clock.spend(4) } })
  backend.onDispatch = ({ sink, indexes }) => { queueMicrotask(() => { for (const index of indexes) sink.fulfilled(index, index, 0) }) }
  expect(await executor.map(identity, input, { batchSize: 100 })).toHaveLength(100)
  expect(Math.max(...backend.sent.map(({ items }) => items.length))).toBeLessThan(5)
})

describe('a list that is a proxy', () => {
  test('ends the run with what its traps throw, also before anything is read', async () => {
    const error = new Error('trapped')
    const items = new Proxy([1, 2], { has: () => { throw error } })
    expect(await rejection(timedBench().executor.map(identity, items))).toBe(error)
  })

  test('ends the run when it is revoked before its end', async () => {
    const { executor, work } = timedBench(1)
    const { proxy, revoke } = Proxy.revocable([1, 2, 3], {})
    const done = rejection(executor.map(work.task, proxy, { batchSize: 1 }))
    await work.starts(1)
    revoke()
    work.finish(1)
    expect(await done).toBeInstanceOf(TypeError)
  })
})
