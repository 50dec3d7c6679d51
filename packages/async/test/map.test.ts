// The one-shot map: makes an executor, maps, closes it.

import { getEventListeners } from 'node:events'
import { defineTask, map, skip } from '@parmap/async'
import { expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { throwIf } from '../../core/test/support/failing-tasks.ts'
import { rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'

test('maps without an executor, in order, with every option of map', async () => {
  expect(await map(async (n: number) => n * 2, [1, 2, 3])).toEqual([2, 4, 6])
  const records = await map((n: number, { attempt }) => { throwIf(attempt === 1, 'again'); return n % 2 ? n : skip }, [1, 2, 3], {
    concurrency: 2, errors: 'settle', retries: { limit: 1, delay: 0 }, batchSize: 2,
  })
  expect(records.map(({ index, attempts }) => [index, attempts])).toEqual([[0, 2], [2, 2]])
})

test('is closed before it resolves: what was set up has been torn down', async () => {
  const log: string[] = []
  const task = defineTask(import.meta.url, 'stateful', (n: number, { state }) => n + state, {
    setup: () => { log.push('setup'); return 10 },
    teardown: async () => { await turns(2); log.push('teardown') },
  })
  expect(await map(task, [1, 2])).toEqual([11, 12])
  expect(log).toEqual(['setup', 'teardown'])
})

test('rejects at the first failure without waiting for what still runs, and tears down after that', async () => {
  const work = new ControlledTask()
  const log: string[] = []
  const task = defineTask(import.meta.url, 'slow', (n: number, context) => work.task(n, { ...context, state: undefined, signal: context.signal }), {
    setup: () => 1,
    teardown: () => { log.push('teardown') },
  })
  const done = rejection(map(task, [1, 2]))
  await work.starts(2)
  work.fail(1, new Error('no'))
  expect(await done).toMatchObject({ index: 0 })
  expect([work.current, log]).toEqual([[2], []])
  expect(work.signal(2).aborted).toBe(true)
  work.finish(2)
  await turns()
  expect(log).toEqual(['teardown'])
})

test('resolves without waiting for items that have timed out and still run, and tears down after those', async () => {
  const work = new ControlledTask()
  const log: string[] = []
  const task = defineTask(import.meta.url, 'slow', (n: number, context) => work.task(n, { ...context, state: undefined, signal: context.signal }), {
    setup: () => 1,
    teardown: () => { log.push('teardown') },
  })
  const records = await map(task, [1, 2], { timeout: 10, errors: 'settle' })
  expect(records.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect([work.current, log]).toEqual([[1, 2], []])
  work.finishCurrent()
  await turns()
  expect(log).toEqual(['teardown'])
})

test('two of them share nothing, also not their slots', async () => {
  const work = new ControlledTask<string>()
  const both = Promise.all([map(work.task, ['a', 'b'], { concurrency: 1 }), map(work.task, ['x', 'y'], { concurrency: 1 })])
  await work.starts(2)
  await turns()
  expect(work.current).toEqual(['a', 'x'])
  await work.finishAll(4)
  expect(await both).toEqual([['a', 'b'], ['x', 'y']])
})

test('an abort ends it, and leaves nothing on the signal', async () => {
  const controller = new AbortController()
  const done = rejection(map(() => new Promise<never>(() => undefined), [1], { signal: controller.signal }))
  await turns()
  controller.abort('enough')
  expect(await done).toBe('enough')
  expect(getEventListeners(controller.signal, 'abort')).toEqual([])
})

test('does not wait for items beyond those that may be detached', async () => {
  const never = (): Promise<never> => new Promise(() => undefined)
  const records = await map(never, [1, 2], { concurrency: 1, timeout: 10, errors: 'settle' }) // the second keeps the only slot for good
  expect(records.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
