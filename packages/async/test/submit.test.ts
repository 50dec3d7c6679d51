// submit: one item, one promise; it never blocks, and its queue is unbounded.

import { asyncExecutor, TaskError } from '@parmap/async'
import { expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { flaky } from '../../core/test/support/failing-tasks.ts'
import { rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'

test('resolves to the result of the one item', async () => {
  expect(await asyncExecutor().submit(async (n: number) => n + 1, 1)).toBe(2)
  expect(await asyncExecutor().submit((n: number) => n + 1, 1)).toBe(2)
  expect(await asyncExecutor().submit(() => undefined, 1)).toBeUndefined()
})

test('the item is the item, also an array, a string, undefined or a function', async () => {
  const fn = (): never => { throw new Error('called') }
  for (const item of [[1, 2], 'abc', undefined, null, new Set([1]), fn]) expect(await asyncExecutor().submit((one: unknown) => one, item)).toBe(item)
})

test('an item that is a promise is awaited', async () => {
  expect(await asyncExecutor().submit((n: unknown) => n, Promise.resolve(5))).toBe(5)
  expect(await rejection(asyncExecutor().submit((n: unknown) => n, Promise.reject(new Error('no item'))))).toMatchObject({ attempts: 0, index: 0 })
})

test('the task sees index 0 and attempt 1', async () => {
  const seen: unknown[] = []
  await asyncExecutor().submit((_item: number, { index, attempt, worker }) => { seen.push(index, attempt, worker) }, 1)
  expect(seen).toEqual([0, 1, 'main'])
})

test('calls nothing of the user before it has returned', async () => {
  let calls = 0
  const promise = asyncExecutor().submit(() => ++calls, 1)
  expect(calls).toBe(0)
  await promise
  expect(calls).toBe(1)
})

test('rejects with a TaskError', async () => {
  const cause = new Error('no')
  const error = await rejection(asyncExecutor().submit(() => { throw cause }, 1))
  expect(error).toBeInstanceOf(TaskError)
  expect(error).toMatchObject({ code: 'PARMAP_TASK_FAILED', index: 0, attempts: 1, worker: 'main', cause })
})

test('takes retries and a signal', async () => {
  const executor = asyncExecutor()
  expect(await executor.submit(flaky(3), 'item', { retries: { limit: 2, delay: 0 } })).toBe('item')
  const work = new ControlledTask()
  const controller = new AbortController()
  const running = rejection(executor.submit(work.task, 1, { signal: controller.signal }))
  await work.starts(1)
  controller.abort('enough')
  expect(await running).toBe('enough')
  expect(work.signal(1).reason).toBe('enough')
})

test('ten thousand are queued without blocking, run within the bound and in order', async () => {
  const started: number[] = []
  let [running, most] = [0, 0]
  const executor = asyncExecutor({ concurrency: 3 })
  const task = async (n: number): Promise<number> => {
    started.push(n)
    most = Math.max(most, ++running)
    await Promise.resolve()
    running--
    return n
  }
  const promises = Array.from({ length: 10_000 }, (_, n) => executor.submit(task, n))
  expect(executor.stats()).toMatchObject({ running: 0, waiting: 10_000 })
  const numbers = [...Array.from({ length: 10_000 }).keys()]
  expect(await Promise.all(promises)).toEqual(numbers)
  expect(started).toEqual(numbers)
  expect(most).toBe(3)
})

test('one that is aborted while it waits never runs, and harms no other', async () => {
  const work = new ControlledTask()
  const executor = asyncExecutor({ concurrency: 1 })
  const controller = new AbortController()
  const first = executor.submit(work.task, 1)
  const second = rejection(executor.submit(work.task, 2, { signal: controller.signal }))
  const third = executor.submit(work.task, 3)
  await work.starts(1)
  controller.abort('not needed')
  expect(await second).toBe('not needed')
  work.finish(1)
  await work.starts(2)
  work.finish(3)
  expect(await Promise.all([first, third])).toEqual([1, 3])
  await turns()
  expect(work.started).toEqual([1, 3])
})
