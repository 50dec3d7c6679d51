// Items that never stop, where others depend on their slots: those that wait behind them in a batch, those that have lent
// or borrowed one. The clock is replaced.

import { expect, test } from 'vitest'
import { isSettled, rejection } from './support/outcome-of.ts'
import { timedBench } from './support/timed-bench.ts'
import { unlessHanging } from './support/unless-hanging.ts'

test.each([1, 2])('what waits in a batch behind items that never stop, in all %i slots of it, runs elsewhere', async (concurrency) => {
  const { clock, executor, work } = timedBench(concurrency, 1_000)
  const items = Array.from({ length: concurrency + 2 }, (_, item) => item)
  const controller = new AbortController()
  const done = executor.map(work.task, items, { batchSize: items.length, timeout: 100, errors: 'settle', signal: controller.signal })
  await work.starts(concurrency)
  await clock.advance(1_101)
  expect(executor.stats()).toMatchObject({ running: concurrency, detached: concurrency })
  expect(work.started).toEqual(items.slice(0, 2 * concurrency))
  for (const item of items.slice(concurrency)) {
    await work.starts(item + 1)
    work.finish(item)
  }
  expect((await done).map(({ status }) => status)).toEqual(items.map((item) => (item < concurrency ? 'rejected' : 'fulfilled')))
  work.finishCurrent()
  await executor.idle()
  expect(executor.stats()).toMatchObject({ running: 0, waiting: 0, detached: 0 })
})

test('an item that never stops in the slot that its parent has lent does not keep close() waiting, also where the parent never stops', async () => {
  const { clock, executor, work } = timedBench<string>(1, 1_000)
  const detached = rejection(executor.submit(work.task, 'detached', { timeout: 100 }))
  await clock.advance(1_101)
  await detached
  const controller = new AbortController()
  const parent = async (): Promise<never> => { await rejection(executor.submit(work.task, 'child', { timeout: 100 })); return new Promise(() => undefined) }
  const gone = rejection(executor.submit(parent, 0, { signal: controller.signal }))
  await work.starts(2)
  await clock.advance(100)
  controller.abort('enough')
  expect(await gone).toBe('enough')
  await clock.advance(5_000)
  expect(executor.stats()).toMatchObject({ running: 1, detached: 1 })
  await unlessHanging(executor.close())
})

test('the slot of a parent comes back when the item in it, that is given up, has been detached', async () => {
  const { clock, executor, work } = timedBench<string>(1, 1_000)
  const parent = async (): Promise<unknown> => rejection(executor.submit(work.task, 'child', { timeout: 100 }))
  const done = executor.submit(parent, 0)
  const next = executor.submit(work.task, 'next')
  await work.starts(1)
  await clock.advance(100)
  expect(await done).toMatchObject({ code: 'PARMAP_TIMEOUT' })
  await clock.advance(998)
  expect([work.started, executor.stats()]).toMatchObject([['child'], { running: 1, detached: 0 }])
  await clock.advance(3)
  expect([work.started, executor.stats()]).toMatchObject([['child', 'next'], { running: 1, detached: 1 }])
  work.finish('next')
  await next
  const idle = executor.idle()
  await executor.close()
  expect(await isSettled(idle)).toBe(false)
  work.finish('child')
  await idle
  expect(executor.stats()).toMatchObject({ running: 0, detached: 0 })
})
