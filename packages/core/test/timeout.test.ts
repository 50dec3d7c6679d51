// Timeouts: an item that runs too long is rejected at once, whatever it does afterwards. The clock is replaced.

import { describe, expect, test } from 'vitest'
import { ControlledTask } from './support/controlled-task.ts'
import { isSettled, rejection } from './support/outcome-of.ts'
import { timedBench } from './support/timed-bench.ts'
import { turns } from './support/turns.ts'

describe('an item that runs too long', () => {
  test('is rejected at once with PARMAP_TIMEOUT, and its signal is aborted with a TimeoutError', async () => {
    const { clock, executor, work } = timedBench()
    const done = rejection(executor.map(work.task, [7], { timeout: 500 }))
    await work.starts(1)
    await clock.advance(499)
    expect(await isSettled(done)).toBe(false)
    expect(work.signal(7).aborted).toBe(false)
    await clock.advance(2)
    expect(await done).toMatchObject({ name: 'TaskError', code: 'PARMAP_TIMEOUT', index: 0, attempts: 1, worker: 'local-1', message: expect.stringContaining('500') })
    expect(work.signal(7).reason).toBeInstanceOf(DOMException)
    expect(work.signal(7).reason).toMatchObject({ name: 'TimeoutError' })
    expect(work.running).toBe(1)
  })

  test('does not hold back the others, whose own time counts from their own start', async () => {
    const { clock, executor, work } = timedBench(1)
    const records = executor.map(work.task, [1, 2, 3], { timeout: 500, errors: 'settle' })
    await work.starts(1)
    await clock.advance(400)
    work.finish(1)
    await work.starts(2)
    await clock.advance(400)
    work.finish(2)
    await work.starts(3)
    await clock.advance(501)
    expect((await records).map(({ status, ms }) => [status, ms])).toEqual([['fulfilled', 400], ['fulfilled', 400], ['rejected', 500]])
  })

  test('has no second outcome when it ends after all', async () => {
    const { clock, executor, work } = timedBench()
    const told: unknown[] = []
    const done = executor.map(work.task, [1, 2], { timeout: 100, errors: 'settle', onOutcome: ({ index, status }) => { told.push([index, status]) } })
    await work.starts(2)
    work.finish(2)
    await clock.advance(101)
    const records = await done
    work.finish(1)
    await turns()
    expect(told).toEqual([[1, 'fulfilled'], [0, 'rejected']])
    expect(records[0]!.status).toBe('rejected')
  })

  test('is counted as failed, and ends the run in its mode', async () => {
    const { clock, executor, work } = timedBench()
    const done = rejection(executor.forEach(work.task, [1, 2], { timeout: 100, errors: 'collect' }))
    await work.starts(2)
    await clock.advance(101)
    expect(await done).toMatchObject({ message: '2 of 2 items failed', errors: [{ code: 'PARMAP_TIMEOUT' }, { code: 'PARMAP_TIMEOUT' }] })
    expect(executor.stats().failed).toBe(2)
  })

  test('is tried again where there are retries, with a signal of its own', async () => {
    const { clock, executor, work } = timedBench(2)
    const done = executor.submit(work.task, 1, { timeout: 100, retries: { limit: 1, delay: 0 } })
    await work.starts(1)
    const [first] = [work.signal(1)]
    await clock.advance(101)
    await work.starts(2)
    expect([first.aborted, work.signal(1).aborted]).toEqual([true, false])
    work.finish(1)
    expect(await done).toBe(1)
  })
})

describe.each([{ concurrency: 1 }, { window: 1 }, { concurrency: 2, window: 2 }])('a run with a bound of its own goes on, with %o', (bound) => {
  test.each([['a list', () => [1, 2, 3, 4]], ['an iterator', () => [1, 2, 3, 4].values()]] as const)('when items of %s stop after their timeout', async (_kind, items) => {
    const { clock, executor } = timedBench(5)
    const work = new ControlledTask({ heedsSignal: true })
    const done = executor.map(work.task, items(), { ...bound, timeout: 100, errors: 'settle' })
    await clock.advance(1_000)
    expect(await isSettled(done)).toBe(true)
    expect((await done).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
  })

  test.each([['a list', () => [1, 2, 3, 4]], ['an iterator', () => [1, 2, 3, 4].values()]] as const)('when items of %s never stop and are given up', async (_kind, items) => {
    const { clock, executor, work } = timedBench(5)
    const done = executor.map(work.task, items(), { ...bound, timeout: 100, errors: 'settle' })
    await clock.advance(10_000)
    expect(await isSettled(done)).toBe(true)
    expect((await done).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected'])
    expect(work.started).toEqual([1, 2, 3, 4])
  })
})

test('a synchronous item cannot be interrupted: its own outcome stands', async () => {
  const { clock, executor } = timedBench()
  const long = (item: number): number => { clock.spend(10_000); return item }
  expect(await executor.map(long, [1, 2], { timeout: 100 })).toEqual([1, 2])
  const failing = (): never => { clock.spend(10_000); throw new Error('own') }
  expect(await rejection(executor.map(failing, [1], { timeout: 100 }))).toMatchObject({ code: 'PARMAP_TASK_FAILED', cause: { message: 'own' } })
})

test('a timeout of Infinity is none', async () => {
  const { clock, executor, work } = timedBench()
  const done = executor.submit(work.task, 1, { timeout: Infinity })
  await work.starts(1)
  await clock.advance(1e9)
  work.finish(1)
  expect(await done).toBe(1)
})

test('runs with different timeouts do not mix them up', async () => {
  const { clock, executor, work } = timedBench(4)
  const codes: unknown[] = []
  const runs = [[1, 300], [2, 100], [3, 200]].map(([item, timeout]) => executor.submit(work.task, item!, { timeout }).catch(() => { codes.push([item, clock.now()]) }))
  await work.starts(3)
  await clock.advance(1_000)
  await Promise.all(runs)
  expect(codes).toEqual([[2, 100], [3, 200], [1, 300]])
})
