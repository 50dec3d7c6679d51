// What an executor's life is besides running: idle, and terminate, from outside and from inside its own tasks.

import { asyncExecutor, defineTask } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { flaky } from '../../core/test/support/failing-tasks.ts'
import { isSettled, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, STREAMS, VERBS } from './support/verbs.ts'

const identity = (item: unknown): unknown => item

describe('idle', () => {
  test('resolves at once when nothing runs', async () => {
    await expect(asyncExecutor().idle()).resolves.toBeUndefined()
  })

  test('waits for everything that runs or waits', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const work = new ControlledTask()
    const done = [executor.map(work.task, [0, 1]), executor.submit(work.task, 2)]
    const idle = executor.idle()
    for (let ended = 0; ended < 3; ended++) {
      await work.starts(ended + 1)
      expect(await isSettled(idle)).toBe(false)
      work.finishCurrent()
    }
    await idle
    await Promise.all(done)
  })

  test('tells when what a failed run has left behind has stopped', async () => {
    const executor = asyncExecutor()
    const work = new ControlledTask()
    const done = rejection(executor.map(work.task, [0, 1]))
    await work.starts(2)
    work.fail(0, new Error('no'))
    await done
    const idle = executor.idle()
    await turns()
    expect(await isSettled(idle)).toBe(false)
    work.finish(1)
    await idle
    expect(work.running).toBe(0)
  })

  test('waits for items that wait for their retry, and for rejections to come', async () => {
    const executor = asyncExecutor()
    const done = executor.map(flaky(4), [1, 2], { retries: { limit: 3, delay: 1 } })
    await executor.idle()
    expect(await isSettled(done)).toBe(true)
  })

  test.each(STREAMS)('does not wait for the reader of %s', async (verb) => {
    const executor = asyncExecutor()
    const stream = executor[verb](identity, new WatchedInput(Infinity), { window: 3 })
    await stream.next()
    await executor.idle()
    expect(await stream.next()).toEqual({ done: false, value: 1 })
    await stream.return(undefined)
  })

  test('can be awaited again and again, by many', async () => {
    const executor = asyncExecutor()
    for (let round = 0; round < 3; round++) {
      const done = executor.map(identity, [1, 2])
      await Promise.all([executor.idle(), executor.idle(), done])
    }
    expect(executor.stats()).toMatchObject({ running: 0, waiting: 0, completed: 6 })
  })
})

describe('terminate', () => {
  test.each(VERBS)('rejects an unfinished %s with its reason', async (verb) => {
    const executor = asyncExecutor({ concurrency: 1 })
    const work = new ControlledTask({ heedsSignal: true })
    const reason = new Error('over')
    const runs = [rejection(run(executor, verb, work.task, [0, 1])), rejection(executor.submit(work.task, 9))]
    await work.starts(1)
    await executor.terminate(reason)
    expect(await Promise.all(runs)).toEqual([reason, reason])
    await executor.idle()
    expect(work.started).toEqual([0])
    expect(work.signal(0).reason).toBe(reason)
  })

  test('without a reason it is PARMAP_TERMINATED', async () => {
    const executor = asyncExecutor()
    const done = rejection(executor.map(() => new Promise(() => undefined), [1]))
    await turns()
    await executor.terminate()
    expect(await done).toMatchObject({ name: 'ParmapError', code: 'PARMAP_TERMINATED' })
  })

  test.each([null, 0, '', false])('the reason may be %s', async (reason) => {
    const executor = asyncExecutor()
    const done = rejection(executor.map(() => new Promise(() => undefined), [1]))
    await turns()
    await executor.terminate(reason)
    expect(await done).toBe(reason)
  })

  test('waits a second at most for a setup that hangs', async () => {
    const executor = asyncExecutor()
    const task = defineTask(import.meta.url, 'hangs', (item: number) => item, { setup: () => new Promise<never>(() => undefined) })
    const done = rejection(executor.submit(task, 1))
    await turns()
    await executor.terminate('enough')
    expect(await done).toBe('enough')
  })

  test('refuses new runs', async () => {
    const executor = asyncExecutor()
    await executor.terminate('over')
    expect(await rejection(executor.map(identity, [1]))).toMatchObject({ name: 'ParmapError' })
  })

  test('is idempotent, the first reason counts, and close after it resolves', async () => {
    const executor = asyncExecutor()
    const done = rejection(executor.map(() => new Promise(() => undefined), [1]))
    await turns()
    await Promise.all([executor.terminate('first'), executor.terminate('second'), executor.close()])
    expect(await done).toBe('first')
  })

  test('ends a close that still waits', async () => {
    const executor = asyncExecutor()
    const work = new ControlledTask({ heedsSignal: true })
    const done = rejection(executor.map(work.task, [1]))
    await work.starts(1)
    const closed = executor.close()
    await executor.terminate('over')
    expect(await done).toBe('over')
    await closed
  })

  test('may be awaited inside a task of its own', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    let isBehind = false
    const task = async (): Promise<void> => {
      await executor.terminate('inside')
      isBehind = true
    }
    expect(await rejection(executor.map(task, [1, 2]))).toBe('inside')
    await executor.idle()
    expect(isBehind).toBe(true)
  })
})
