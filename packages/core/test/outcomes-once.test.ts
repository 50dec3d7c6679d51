// Exactly one outcome per item, whatever a backend tells: doubled, late, contradictory and foreign outcomes are dropped.

import type { Outcome, Sink } from '@parmap/core'
import { describe, expect, test } from 'vitest'
import { CRASH } from './support/manual-backend.ts'
import { manualBench } from './support/manual-bench.ts'
import { rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'
import { unlessHanging } from './support/unless-hanging.ts'

const task = (item: unknown): unknown => item

const OUTCOMES: readonly (readonly [string, string, (sink: Sink, index: number) => void])[] = [
  ['fulfilled', 'value', (sink, index) => { sink.fulfilled(index, `value ${index}`, 1) }],
  ['rejected', 'PARMAP_TASK_FAILED', (sink, index) => { sink.rejected(index, new Error('no'), 1) }],
  ['timedOut', 'PARMAP_TIMEOUT', (sink, index) => { sink.timedOut(index, 100) }],
  ['unserializable', 'PARMAP_UNSERIALIZABLE', (sink, index) => { sink.unserializable(index, '.deep[3]', new Error('cannot be cloned')) }],
  ['lost', 'PARMAP_WORKER_LOST', (sink, index) => { sink.lost(index, true, CRASH) }],
]

/** What an outcome shows, in one word. */
const shown = (outcome: Outcome<unknown>): string => (outcome.status === 'rejected' ? outcome.reason.code : 'value')

describe.each(OUTCOMES)('after %s', (_first, expected, tellFirst) => {
  test.each(OUTCOMES)('%s is dropped', async (_second, _code, tellSecond) => {
    const { backend, executor } = manualBench({ concurrency: 2 })
    const told: string[] = []
    const done = executor.map(task, [0, 1], { errors: 'settle', timeout: 100, onOutcome: (outcome) => { told.push(`${outcome.index}: ${shown(outcome)}`) } })
    const [first, second] = [await backend.batch(0), await backend.batch(1)]
    tellFirst(first.sink, 0)
    tellSecond(first.sink, 0)
    tellSecond(first.sink, 0)
    first.sink.stopped(0)
    second.sink.fulfilled(1, 'other', 1)
    const records = await done
    expect(records.map(shown)).toEqual([expected, 'value'])
    tellSecond(first.sink, 0)
    tellSecond(second.sink, 1)
    await turns()
    expect(told).toEqual([`0: ${expected}`, '1: value'])
    expect(executor.stats()).toMatchObject({ running: 0, waiting: 0, detached: 0, completed: expected === 'value' ? 2 : 1 })
  })
})

test('slots are given back once: doubled outcomes let no more run than there are', async () => {
  const { backend, executor } = manualBench({ concurrency: 1 })
  const done = executor.map(task, [0, 1, 2])
  const { sink } = await backend.batch(0)
  for (let times = 0; times < 5; times++) sink.fulfilled(0, 0, 1)
  await backend.batch(1)
  await turns()
  expect(backend.sent).toHaveLength(2)
  backend.sent[1]!.sink.fulfilled(1, 1, 1)
  const third = await backend.batch(2)
  third.sink.fulfilled(2, 2, 1)
  expect(await done).toEqual([0, 1, 2])
})

test('outcomes of items that are not in the batch are dropped', async () => {
  const { backend, executor } = manualBench({ concurrency: 2 })
  const told: number[] = []
  const done = executor.map(task, [0, 1], { onOutcome: ({ index }) => { told.push(index) } })
  const [first, second] = [await backend.batch(0), await backend.batch(1)]
  for (const index of [1, 2, -1, 7, 0.5, NaN, Infinity]) {
    first.sink.fulfilled(index, 'foreign', 1)
    first.sink.rejected(index, 'foreign', 1)
    first.sink.lost(index, true, CRASH)
    first.sink.timedOut(index, 1)
    first.sink.stopped(index)
  }
  await turns()
  expect(told).toEqual([])
  first.sink.fulfilled(0, 'a', 1)
  second.sink.fulfilled(1, 'b', 1)
  expect(await done).toEqual(['a', 'b'])
})

test('an old attempt has no say once the item has been sent again', async () => {
  const { backend, executor } = manualBench({ concurrency: 1 })
  const done = executor.submit(task, 'a')
  const first = await backend.batch(0)
  first.sink.lost(0, false, CRASH)
  const second = await backend.batch(1)
  first.sink.fulfilled(0, 'from the dead', 1)
  await turns()
  second.sink.fulfilled(0, 'right', 1)
  expect(await done).toBe('right')
})

test('outcomes may be told before dispatch returns', async () => {
  const { backend, executor } = manualBench({ concurrency: 2 })
  backend.onDispatch = ({ sink, indexes, items }) => { for (const [place, index] of indexes.entries()) sink.fulfilled(index, items[place], 0) }
  expect(await executor.map(task, Array.from({ length: 50 }).keys())).toEqual([...Array.from({ length: 50 }).keys()])
  expect(await executor.submit(task, 'one')).toBe('one')
})

test('outcomes told in any order are put in theirs', async () => {
  const { backend, executor } = manualBench({ concurrency: 4, slotsPerWorker: 4 })
  const done = executor.map(task, [0, 1, 2, 3], { batchSize: 4 })
  const { sink } = await backend.batch(0)
  for (const index of [3, 0, 2, 1]) sink.fulfilled(index, `value ${index}`, 1)
  expect(await done).toEqual(['value 0', 'value 1', 'value 2', 'value 3'])
})

describe('the outcomes themselves', () => {
  test('unserializable is never tried again, and names the field', async () => {
    const { backend, executor } = manualBench()
    const cause = new Error('cannot be cloned')
    const done = rejection(executor.submit(task, 1, { retries: { limit: 5, delay: 0 }, idempotent: true }))
    const { sink } = await backend.batch(0)
    sink.sentTo('worker-7')
    sink.unserializable(0, '.deep[3]', cause)
    expect(await done).toMatchObject({ name: 'TaskError', code: 'PARMAP_UNSERIALIZABLE', path: '.deep[3]', attempts: 1, worker: 'worker-7', cause, message: expect.stringContaining('.deep[3]') })
    await turns()
    expect(backend.sent).toHaveLength(1)
  })

  test('rejected carries the thrown value as it is, whatever it is', async () => {
    for (const thrown of [undefined, null, 0, '', new Error('e')]) {
      const { backend, executor } = manualBench()
      const done = rejection(executor.submit(task, 1))
      const { sink } = await backend.batch(0)
      sink.rejected(0, thrown, 1)
      const error = (await done) as Error
      expect(Object.is(error.cause, thrown)).toBe(true)
      expect('cause' in error).toBe(true)
    }
  })

  test('the worker is the one that the batch was given to last', async () => {
    const { backend, executor } = manualBench()
    const done = executor.map(task, ['a'], { errors: 'settle' })
    const { sink } = await backend.batch(0)
    sink.sentTo('worker-1')
    sink.sentTo('worker-2')
    sink.fulfilled(0, 'A', 12)
    expect(await done).toMatchObject([{ worker: 'worker-2', ms: 12, attempts: 1 }])
  })

  test('a timeout told of items that have not started ends the run all the same', async () => {
    const { backend, executor } = manualBench({ concurrency: 1 })
    const done = executor.map(task, ['a', 'b', 'c'], { errors: 'settle', batchSize: 3, timeout: 100 })
    const { sink } = await backend.batch(0)
    for (const index of [0, 1, 2]) sink.timedOut(index, 100)
    for (const index of [0, 1, 2]) sink.stopped(index)
    expect(await unlessHanging(done)).toMatchObject([0, 1, 2].map((index) => ({ index, status: 'rejected', reason: { code: 'PARMAP_TIMEOUT' } })))
  })
})
