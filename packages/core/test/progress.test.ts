// onProgress: how often it is told, and what. The clock is replaced.

import { createExecutor, skip, type Executor, type Functions, type Progress } from '@parmap/core'
import { virtualClock, type VirtualClock } from '@parmap/core/testing'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from './support/controlled-task.ts'
import { throwIf } from './support/failing-tasks.ts'
import { LocalBackend } from './support/local-backend.ts'
import { readAll, rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'
import { WatchedInput } from './support/watched-input.ts'

interface Bench {
  readonly clock: VirtualClock
  readonly executor: Executor<Functions>
  readonly told: (Progress & { readonly at: number })[]
  readonly onProgress: (progress: Progress) => void
}

function bench(concurrency = 10): Bench {
  const clock = virtualClock()
  const told: (Progress & { readonly at: number })[] = []
  const onProgress = (progress: Progress): void => { told.push({ ...progress, at: clock.now() }) }
  return { clock, told, onProgress, executor: createExecutor<Functions>(new LocalBackend({ clock, concurrency }), { clock }) }
}

describe('the first call', () => {
  test('comes before anything is read', async () => {
    const { executor, told, onProgress } = bench()
    const toldAtNext: number[] = []
    await executor.map((item: number) => item, new WatchedInput(2, { onNext: () => { toldAtNext.push(told.length) } }), { onProgress })
    expect(toldAtNext[0]).toBe(1)
    expect(told[0]).toMatchObject({ completed: 0, failed: 0, skipped: 0, running: 0, total: undefined, ms: 0 })
  })

  test('of a stream comes with its first next()', async () => {
    const { executor, told, onProgress } = bench()
    const stream = executor.imap((item: number) => item, [1], { onProgress })
    await turns()
    expect(told).toEqual([])
    await readAll(stream)
    expect(told.length).toBeGreaterThanOrEqual(2)
  })
})

describe('the last call', () => {
  test('tells how long the run has taken, whatever time it is', async () => {
    const { clock, executor, told, onProgress } = bench()
    await clock.advance(1_000)
    const done = executor.map(() => new Promise((resolve) => { clock.setTimeout(() => { resolve(undefined) }, 30) }), [1], { onProgress })
    await clock.advance(30)
    await done
    expect(told.map(({ ms }) => ms)).toEqual([0, 30])
  })

  test('tells the end, before the caller has the results', async () => {
    const { executor, told, onProgress } = bench()
    const work = new ControlledTask<number, number | typeof skip>()
    const done = executor.map(work.task, [0, 1, 2, 3], { errors: 'settle', onProgress })
    const toldThen = done.then(() => told.length)
    await work.starts(4)
    work.finish(0)
    work.finish(1, skip)
    work.fail(2, new Error('no'))
    work.finish(3)
    const count = await toldThen
    expect(told).toHaveLength(count)
    expect(told.at(-1)).toMatchObject({ completed: 2, failed: 1, skipped: 1, running: 0, total: 4 })
  })

  test('counts the skipped item whose callback ended the run', async () => {
    const { executor, told, onProgress } = bench()
    const onOutcome = (): never => { throw new Error('told') }
    await rejection(executor.map(() => skip, [1], { onOutcome, onProgress }))
    expect(told.at(-1)).toMatchObject({ completed: 0, failed: 0, skipped: 1 })
  })

  test('comes for an empty input, too', async () => {
    const { executor, told, onProgress } = bench()
    await executor.map((item: number) => item, [], { onProgress })
    expect(told.at(-1)).toMatchObject({ completed: 0, total: 0, running: 0 })
  })

  test.each([
    ['a failure', (work: ControlledTask) => { work.fail(1, new Error('no')) }],
    ['an abort', (_work: ControlledTask, controller: AbortController) => { controller.abort() }],
  ] as const)('comes when the run is ended by %s', async (how, end) => {
    const { executor, told, onProgress } = bench()
    const controller = new AbortController()
    const work = new ControlledTask()
    const done = rejection(executor.map(work.task, [0, 1, 2], { onProgress, signal: controller.signal }))
    await work.starts(3)
    work.finish(0)
    await turns()
    end(work, controller)
    await done
    expect(told.at(-1)).toMatchObject({ completed: 1, failed: how === 'a failure' ? 1 : 0, total: 3 })
  })

  test('is the last: nothing is told of what ends after the run', async () => {
    const { clock, executor, told, onProgress } = bench()
    const work = new ControlledTask()
    const done = rejection(executor.map(work.task, [0, 1, 2], { onProgress }))
    await work.starts(3)
    work.fail(0, new Error('no'))
    await done
    const count = told.length
    work.finishCurrent()
    await clock.advance(1_000)
    expect(told).toHaveLength(count)
  })
})

describe('the calls between', () => {
  test('are at most ten a second, however many items end', async () => {
    const { clock, executor, told, onProgress } = bench(1)
    const work = new ControlledTask()
    const done = executor.forEach(work.task, Array.from({ length: 200 }).keys(), { onProgress })
    for (let ended = 1; ended <= 200; ended++) {
      await work.starts(ended)
      await clock.advance(5)
      work.finishCurrent()
    }
    await done
    const between = told.slice(1, -1)
    expect(between.length).toBeGreaterThan(7)
    for (const [place, { at }] of between.entries()) expect(at - (between[place - 1]?.at ?? -Infinity)).toBeGreaterThanOrEqual(100)
    expect(between[0]!.at).toBeGreaterThanOrEqual(100)
  })

  test('are not made while nothing changes', async () => {
    const { clock, executor, told, onProgress } = bench()
    const work = new ControlledTask()
    const done = executor.map(work.task, [1, 2], { onProgress })
    await work.starts(2)
    work.finish(1)
    await clock.advance(10_000)
    expect(told).toHaveLength(2)
    work.finish(2)
    await done
    expect(told).toHaveLength(3)
  })

  test('count items, never batches, and say what runs', async () => {
    const { clock, executor, told, onProgress } = bench(3)
    const work = new ControlledTask()
    const done = executor.map(work.task, new WatchedInput(9), { batchSize: 9, onProgress })
    await work.starts(3)
    work.finish(0)
    await work.starts(4)
    await clock.advance(100)
    expect(told.at(-1)).toMatchObject({ completed: 1, running: 3, at: 100, ms: 100 })
    await work.finishAll(9)
    await done
    expect(told.at(-1)).toMatchObject({ completed: 9, running: 0 })
  })
})

test.each([
  ['an array', [1, 2, 3], 3], ['a set', new Set([1, 2]), 2], ['a map', new Map([[1, 1]]), 1], ['a typed array', Int8Array.of(1, 2), 2], ['a generator', [1].values(), undefined],
] as const)('the total of %s is told where it is known', async (_kind, items, total) => {
  const { executor, told, onProgress } = bench()
  await executor.map((item: unknown) => item, items as Iterable<unknown>, { onProgress })
  expect(told.map((progress) => progress.total)).toEqual(told.map(() => total))
})

describe('a callback that throws', () => {
  const THROWN = { name: 'Error', message: 'in the callback' }

  test('at the first call ends the run before anything is read', async () => {
    const { executor } = bench()
    const input = new WatchedInput(3)
    expect(await rejection(executor.map((item: number) => item, input, { onProgress: () => { throwIf(true, 'in the callback') } }))).toMatchObject(THROWN)
    expect(input.nexts).toBe(0)
  })

  test('at the last call ends the run with that instead of the results', async () => {
    const { executor } = bench()
    const onProgress = ({ completed }: Progress): void => { throwIf(completed === 2, 'in the callback') }
    expect(await rejection(executor.map((item: number) => item, [1, 2], { errors: 'settle', onProgress }))).toMatchObject(THROWN)
  })

  test.each([['first', 0], ['last', 2]] as const)('at the %s call is not called again', async (_which, at) => {
    const { executor } = bench()
    let calls = 0
    const onProgress = ({ completed }: Progress): void => {
      calls += Number(completed === at)
      throwIf(completed === at, 'in the callback')
    }
    await rejection(executor.map((item: number) => item, [1, 2], { onProgress }))
    expect(calls).toBe(1)
  })

  test('in between ends the run, and what runs is stopped', async () => {
    const { clock, executor } = bench()
    const work = new ControlledTask()
    const onProgress = ({ completed }: Progress): void => { throwIf(completed === 1, 'in the callback') }
    const done = rejection(executor.map(work.task, [1, 2], { onProgress }))
    await work.starts(2)
    work.finish(1)
    await clock.advance(100)
    const error = await done
    expect(error).toMatchObject(THROWN)
    expect(work.signal(2).reason).toBe(error)
  })
})
