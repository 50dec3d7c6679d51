// A rate limit: in no stretch of time as long as the interval do more items start than allowed. Time is the subject, so it
// is real; only upper bounds on starts are asserted.

import { asyncExecutor } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { failingFor, throwIf } from '../../core/test/support/failing-tasks.ts'
import { readAll, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { run, VERBS } from './support/verbs.ts'

const INTERVAL_MS = 80
// Between leave and start lies nothing but the processor, which a busy machine may take away meanwhile.
const BUSY_MS = 20

/** The most starts in any stretch of the length of the interval. */
function mostAtOnce(starts: readonly number[]): number {
  return Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + INTERVAL_MS - BUSY_MS).length))
}

describe('never more starts than allowed', () => {
  test.each(VERBS)('in any stretch of time, of %s', async (verb) => {
    const starts: number[] = []
    const executor = asyncExecutor({ rateLimit: { limit: 5, interval: INTERVAL_MS } })
    await run(executor, verb, () => { starts.push(performance.now()) }, Array.from({ length: 18 }).keys())
    expect(starts).toHaveLength(18)
    expect(mostAtOnce(starts)).toBeLessThanOrEqual(5)
  })

  test('over all runs of an executor together, retries included', async () => {
    const starts: number[] = []
    const executor = asyncExecutor({ rateLimit: { limit: 3, interval: INTERVAL_MS } })
    const note = async (_item: number, { attempt }: { attempt: number }): Promise<void> => {
      starts.push(performance.now())
      throwIf(attempt === 1, 'again')
    }
    const retries = { limit: 1, delay: 0 }
    await Promise.all([executor.map(note, [1, 2], { retries }), executor.submit(note, 3, { retries }), readAll(executor.imap(note, [4, 5], { retries }))])
    expect(starts).toHaveLength(10)
    expect(mostAtOnce(starts)).toBeLessThanOrEqual(3)
  })

  test('across idle times: what was not used is not saved up', async () => {
    const starts: number[] = []
    const executor = asyncExecutor({ rateLimit: { limit: 4, interval: INTERVAL_MS } })
    for (const count of [1, 6, 2, 7]) await executor.map(() => { starts.push(performance.now()) }, Array.from({ length: count }).keys())
    expect(starts).toHaveLength(16)
    expect(mostAtOnce(starts)).toBeLessThanOrEqual(4)
  })

  test('in batches and with long items', async () => {
    const starts: number[] = []
    const executor = asyncExecutor({ concurrency: 10, rateLimit: { limit: 4, interval: INTERVAL_MS } })
    await executor.map(async () => { starts.push(performance.now()); await turns(5) }, Array.from({ length: 14 }).keys(), { batchSize: 14 })
    expect(starts).toHaveLength(14)
    expect(mostAtOnce(starts)).toBeLessThanOrEqual(4)
  })
})

test('the concurrency holds besides', async () => {
  const work = new ControlledTask()
  const executor = asyncExecutor({ concurrency: 2, rateLimit: { limit: 100, interval: 10 } })
  const done = executor.map(work.task, [0, 1, 2, 3, 4])
  await work.starts(2)
  await turns()
  expect(work.running).toBe(2)
  await work.finishAll(5)
  expect(await done).toEqual([0, 1, 2, 3, 4])
  expect(work.most).toBe(2)
})

test('order, failures and skipping are as ever', async () => {
  const executor = asyncExecutor({ rateLimit: { limit: 10, interval: 5 } })
  const started: number[] = []
  const records = await executor.map(async (item: number) => { started.push(item); await turns(5 - item); return failingFor(3)(item) }, [0, 1, 2, 3, 4], { errors: 'settle' })
  expect(started).toEqual([0, 1, 2, 3, 4])
  expect(records.map(({ index, status }) => [index, status])).toEqual([[0, 'fulfilled'], [1, 'fulfilled'], [2, 'fulfilled'], [3, 'rejected'], [4, 'fulfilled']])
})

test('items that wait for leave can be aborted; they never start, and the executor works on', async () => {
  const executor = asyncExecutor({ concurrency: 3, rateLimit: { limit: 1, interval: 30 } })
  const controller = new AbortController()
  const started: number[] = []
  const doomed = rejection(executor.map((item: number) => { started.push(item); controller.abort('enough') }, [1, 2, 3, 4], { signal: controller.signal }))
  expect(await doomed).toBe('enough')
  await executor.idle()
  expect(await executor.map((item: number) => { started.push(item); return item }, [5, 6])).toEqual([5, 6])
  expect(started).toEqual([1, 5, 6])
})

test('terminate does not wait for leave', async () => {
  const executor = asyncExecutor({ rateLimit: { limit: 1, interval: 60_000 } })
  const done = rejection(executor.map((item: number) => item, [1, 2, 3]))
  await turns()
  await executor.terminate('over')
  expect(await done).toBe('over')
})

test('a timeout counts from the start, not from the waiting for leave', async () => {
  const executor = asyncExecutor({ rateLimit: { limit: 1, interval: 40 } })
  expect(await executor.map(async (item: number) => item, [1, 2, 3], { timeout: 30 })).toEqual([1, 2, 3])
})

test('nested runs wait for leave as well, and do not deadlock', async () => {
  const executor = asyncExecutor({ concurrency: 1, rateLimit: { limit: 2, interval: 10 } })
  expect(await executor.map((item) => executor.submit((inner: number) => inner * 2, item), [1, 2, 3])).toEqual([2, 4, 6])
})

test('a run that is aborted gives up its place: the next need not wait for it', async () => {
  const executor = asyncExecutor({ rateLimit: { limit: 1, interval: 100 } })
  const controller = new AbortController()
  const started: number[] = []
  const gone = rejection(executor.map((item: number) => { started.push(item) }, Array.from({ length: 1_000 }).keys(), { signal: controller.signal, batchSize: 10 }))
  await executor.submit(() => undefined, 0)
  controller.abort()
  await gone
  const before = started.length
  await executor.map((item: number) => { started.push(item) }, [-1, -2])
  expect(started.slice(before)).toEqual([-1, -2])
})
