// stats(): what an executor is doing and has done, in numbers.

import { asyncExecutor } from '@parmap/async'
import { expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { failingFor } from '../../core/test/support/failing-tasks.ts'
import { rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'

const identity = (item: unknown): unknown => item

test('a new executor has done nothing', () => {
  expect(asyncExecutor().stats()).toEqual({ running: 0, waiting: 0, completed: 0, failed: 0, detached: 0, workers: [{ id: 'main', running: 0, completed: 0 }], runs: [] })
})

test('counts what runs, waits and has ended', async () => {
  const executor = asyncExecutor({ concurrency: 2 })
  const work = new ControlledTask()
  const first = executor.map(work.task, [0, 1, 2, 3], { errors: 'settle' })
  const second = executor.submit(work.task, 9)
  await work.starts(2)
  expect(executor.stats()).toMatchObject({ running: 2, completed: 0, failed: 0, detached: 0 })
  work.finish(work.current[0]!)
  await work.starts(3)
  expect(executor.stats()).toMatchObject({ running: 2, completed: 1 })
  await work.finishAll(5)
  await Promise.all([first, second])
  expect(executor.stats()).toMatchObject({ running: 0, waiting: 0, completed: 5, failed: 0, workers: [{ id: 'main', running: 0, completed: 5 }] })
})

test('failed items are counted apart, skipped ones in their run', async () => {
  const executor = asyncExecutor()
  await executor.map(failingFor(1), [0, 1, 2], { errors: 'settle' })
  expect(executor.stats()).toMatchObject({ completed: 2, failed: 1, runs: [{ completed: 2, failed: 1, skipped: 0, running: 0, waiting: 0 }] })
})

test('counts go on over many runs of an executor', async () => {
  const executor = asyncExecutor()
  for (let round = 0; round < 3; round++) await executor.map(identity, [1, 2])
  await rejection(executor.map(() => { throw new Error('no') }, [1]))
  expect(executor.stats()).toMatchObject({ completed: 6, failed: 1 })
})

test('shows the runs under way, and the one that ended last', async () => {
  const executor = asyncExecutor()
  const work = new ControlledTask()
  await executor.map(identity, [1])
  const a = executor.map(work.task, new WatchedInput(5), { concurrency: 2 })
  const b = executor.map(work.task, [10], { window: 3 })
  await work.starts(3)
  const [first, second, last] = executor.stats().runs
  expect(first).toMatchObject({ id: 2, running: 2, completed: 0, concurrency: 2, window: Infinity })
  expect(second).toMatchObject({ id: 3, running: 1, concurrency: 3, window: 3 })
  expect(last).toMatchObject({ id: 1, running: 0, completed: 1 })
  await work.finishAll(6)
  await Promise.all([a, b])
})

test('items that wait for a retry are waiting, not running', async () => {
  const executor = asyncExecutor()
  const controller = new AbortController()
  const done = rejection(executor.map(() => { throw new Error('again') }, [1, 2], { retries: { limit: 1, delay: 1e9 }, signal: controller.signal }))
  await turns()
  expect(executor.stats()).toMatchObject({ running: 0, waiting: 2, completed: 0, failed: 0 })
  controller.abort('enough')
  await done
  expect(executor.stats()).toMatchObject({ running: 0, waiting: 0 })
})

test('a fixed batch size is shown as asked for', async () => {
  const executor = asyncExecutor()
  await executor.map(identity, [1, 2, 3], { batchSize: 7 })
  expect(executor.stats().runs[0]!.batchSize).toBe(7)
})

test('no time per item is shown where none was measured: single items go to the event loop as they come', async () => {
  const executor = asyncExecutor()
  await executor.map(identity, new WatchedInput(20))
  expect(executor.stats().runs[0]).toMatchObject({ batchSize: 1, itemMs: undefined })
})

test('what is shown is a copy of the moment', async () => {
  const executor = asyncExecutor()
  const before = executor.stats()
  await executor.map(identity, [1, 2])
  expect(before).toMatchObject({ completed: 0, runs: [] })
})

test('name and capabilities say what an event loop can do', () => {
  expect(asyncExecutor()).toMatchObject({
    name: 'async',
    capabilities: { values: 'any', functions: 'any', kill: false, parallel: false, transfer: false, isolation: 'none', delivery: 'at-most-once' },
  })
})
