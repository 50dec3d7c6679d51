// When an item that failed is tried again: how often, after which delay, and what a retry holds while it waits. The clock
// and the random numbers are replaced.

import { createExecutor, type Executor, type Functions, type TaskContext, type TaskError } from '@parmap/core'
import { virtualClock, type VirtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from './support/controlled-task.ts'
import { flaky, throwIf } from './support/failing-tasks.ts'
import { LocalBackend } from './support/local-backend.ts'
import { isSettled, readAll, rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'

interface Bench {
  readonly clock: VirtualClock
  readonly executor: Executor<Functions>
  /** When each attempt started. */
  readonly starts: number[]
  readonly failing: (item: unknown, context: TaskContext) => never
}

function bench({ random = 0.5, concurrency = 10 }: { readonly random?: number; readonly concurrency?: number } = {}): Bench {
  const clock = virtualClock()
  const starts: number[] = []
  const failing = (_item: unknown, { attempt }: TaskContext): never => {
    starts.push(clock.now())
    throw new Error(`attempt ${attempt}`)
  }
  // Tasks elsewhere cannot start runs here, so the only timers are those of the runs.
  const backend = new LocalBackend({ clock, concurrency, capabilities: { isolation: 'process' } })
  return { clock, starts, failing, executor: createExecutor<Functions>(backend, { clock, random: () => random }) }
}

const gaps = (starts: readonly number[]): number[] => starts.slice(1).map((at, place) => at - starts[place]!)

describe('the default delay', () => {
  test('doubles from 100 ms, of which it takes a random part', async () => {
    const { clock, executor, starts, failing } = bench({ random: 0.5 })
    const done = rejection(executor.submit(failing, 1, { retries: 6 }))
    await clock.advance(10_000)
    expect(await done).toMatchObject({ code: 'PARMAP_TASK_FAILED', attempts: 7, cause: { message: 'attempt 7' } })
    expect(gaps(starts)).toEqual([50, 100, 200, 400, 800, 1_600])
  })

  test('is 30 s at most, before the random part is taken', async () => {
    const { clock, executor, starts, failing } = bench({ random: 0.5 })
    const done = rejection(executor.submit(failing, 1, { retries: 12 }))
    await clock.advance(1e6)
    await done
    expect(gaps(starts).slice(-4)).toEqual([12_800, 15_000, 15_000, 15_000])
  })

  test('may be nothing at all, and is never more than the whole', async () => {
    const lucky = bench({ random: 0 })
    expect(await rejection(lucky.executor.submit(lucky.failing, 1, { retries: 3 }))).toMatchObject({ attempts: 4 })
    expect(lucky.starts).toEqual([0, 0, 0, 0])
    const unlucky = bench({ random: 0.999 })
    const done = rejection(unlucky.executor.submit(unlucky.failing, 1, { retries: 3 }))
    await unlucky.clock.advance(1e4)
    await done
    expect(gaps(unlucky.starts).map((ms) => Math.round(ms * 10) / 10)).toEqual([99.9, 199.8, 399.6])
  })
})

describe('a given delay', () => {
  test('in milliseconds is kept as it is', async () => {
    const { clock, executor, starts, failing } = bench()
    const done = rejection(executor.submit(failing, 1, { retries: { limit: 3, delay: 70 } }))
    await clock.advance(1e4)
    await done
    expect(gaps(starts)).toEqual([70, 70, 70])
  })

  test('of 0 tries again at once', async () => {
    const { clock, executor, starts, failing } = bench()
    expect(await rejection(executor.submit(failing, 1, { retries: { limit: 2, delay: 0 } }))).toMatchObject({ attempts: 3 })
    expect([starts, clock.armed]).toEqual([[0, 0, 0], 0])
  })

  test('as a function is given the attempt that failed and its error', async () => {
    const { clock, executor, starts, failing } = bench()
    const given: unknown[] = []
    const delay = (attempt: number, error: TaskError): number => {
      given.push([attempt, error.code, error.index, error.attempts, (error.cause as Error).message])
      return attempt * 10
    }
    const done = rejection(executor.map(failing, [1], { retries: { limit: 2, delay } }))
    await clock.advance(1e4)
    await done
    expect(gaps(starts)).toEqual([10, 20])
    expect(given).toEqual([[1, 'PARMAP_TASK_FAILED', 0, 1, 'attempt 1'], [2, 'PARMAP_TASK_FAILED', 0, 2, 'attempt 2']])
  })

  test.each([-1, NaN, '5', undefined, null])('that gives %s ends the run with a TypeError that names it', async (wrong) => {
    const { executor, failing } = bench()
    const error = await rejection(executor.map(failing, [1], { errors: 'settle', retries: { limit: 2, delay: () => wrong as number } }))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain('`retries.delay`')
  })

  test('longer than timers can wait is cut to what they can', async () => {
    const { clock, executor, starts, failing } = bench()
    const done = rejection(executor.submit(failing, 1, { retries: { limit: 1, delay: () => Infinity } }))
    await clock.advance(2 ** 31)
    await done
    expect(gaps(starts)).toEqual([2 ** 31 - 1])
  })
})

describe('retryIf', () => {
  test('decides for each failure', async () => {
    const { executor, starts, failing } = bench()
    const retryIf = (error: TaskError): boolean => error.attempts < 2
    expect(await rejection(executor.submit(failing, 1, { retries: { limit: 5, delay: 0, retryIf } }))).toMatchObject({ attempts: 2 })
    expect(starts).toHaveLength(2)
  })

  test('is not asked when there are no attempts left', async () => {
    const { executor, failing } = bench()
    let asked = 0
    const retryIf = (): boolean => { asked++; return true }
    await rejection(executor.submit(failing, 1, { retries: { limit: 2, delay: 0, retryIf } }))
    expect(asked).toBe(2)
  })
})

test.each(['retryIf', 'delay'] as const)('a %s that throws ends the run, unwrapped, whatever the mode', async (name) => {
  const { executor, failing } = bench()
  const cause = new Error('in the function')
  for (const errors of ['stop', 'collect', 'settle'] as const) {
    expect(await rejection(executor.map(failing, [1, 2], { errors, retries: { limit: 2, [name]: () => { throw cause } } }))).toBe(cause)
  }
})

describe('an item that waits for its retry', () => {
  test('holds no slot', async () => {
    const { clock, executor } = bench({ concurrency: 1 })
    const work = new ControlledTask()
    const done = executor.map(work.task, [1, 2, 3], { retries: { limit: 1, delay: 1_000 } })
    await work.starts(1)
    work.fail(1, new Error('again'))
    await work.starts(2)
    work.finish(2)
    await work.starts(3)
    work.finish(3)
    await turns()
    expect(await isSettled(done)).toBe(false)
    await clock.advance(1_000)
    work.finish(1)
    expect(await done).toEqual([1, 2, 3])
    expect(work.started).toEqual([1, 2, 3, 1])
  })

  test('holds its place in the window and in the order', async () => {
    const { clock, executor } = bench()
    const work = new ControlledTask()
    const stream = readAll(executor.imap(work.task, [1, 2, 3, 4, 5], { window: 3, retries: { limit: 1, delay: 1_000 } }))
    await work.starts(3)
    work.fail(1, new Error('again'))
    for (const item of [2, 3]) work.finish(item)
    await turns()
    expect(work.started).toEqual([1, 2, 3])
    await clock.advance(1_000)
    work.finish(1)
    await work.starts(6)
    work.finishCurrent()
    expect(await stream).toEqual({ values: [1, 2, 3, 4, 5] })
  })

  test('goes before items that have not been read, in input order', async () => {
    const { clock, executor } = bench({ concurrency: 1 })
    const work = new ControlledTask()
    const done = executor.map(work.task, [1, 2, 3, 4], { retries: { limit: 1, delay: (attempt, { index }) => attempt * (200 - 100 * index) } })
    await work.starts(1)
    work.fail(1, new Error('again'))
    await work.starts(2)
    work.fail(2, new Error('again'))
    await work.starts(3)
    await clock.advance(500)
    work.finish(3)
    for (let started = 4; started <= 6; started++) {
      await work.starts(started)
      work.finishCurrent()
    }
    expect(await done).toEqual([1, 2, 3, 4])
    expect(work.started).toEqual([1, 2, 3, 1, 2, 4])
  })

  test('leaves no timer behind when its run is over', async () => {
    const { clock, executor, failing } = bench()
    const controller = new AbortController()
    const done = rejection(executor.map(failing, [1, 2, 3], { errors: 'settle', retries: { limit: 1, delay: 5_000 }, signal: controller.signal }))
    await turns()
    expect(clock.armed).toBe(3)
    controller.abort('enough')
    expect(await done).toBe('enough')
    expect(clock.armed).toBe(0)
  })
})

test('each item has its own attempts, and each attempt its own context', async () => {
  const { executor } = bench()
  const signals = new Set<AbortSignal>()
  const unsteady = ({ fails }: { readonly fails: number }, { attempt, signal, index }: TaskContext): number[] => {
    signals.add(signal)
    throwIf(attempt <= fails, 'again')
    return [index, attempt]
  }
  expect(await executor.map(unsteady, [{ fails: 0 }, { fails: 2 }, { fails: 1 }], { retries: { limit: 2, delay: 0 } })).toEqual([[0, 1], [1, 3], [2, 2]])
  expect(signals.size).toBe(6)
})

test('a limit of Infinity tries until it works', async () => {
  const { executor } = bench()
  expect(await executor.submit(flaky(500), 'item', { retries: { limit: Infinity, delay: 0 } })).toBe('item')
})

test('retryIf answers at once: a promise of an answer ends the run', async () => {
  const { executor } = bench()
  const retryIf = (async () => false) as unknown as () => boolean
  const error = await rejection(executor.map(() => { throw new Error('no') }, [1], { errors: 'settle', retries: { limit: 1, retryIf } }))
  expect(error).toBeInstanceOf(TypeError)
  expect((error as Error).message).toContain('`retries.retryIf`')
})
