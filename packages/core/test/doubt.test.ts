// Runs of which it cannot be known whether a running task waits for them: they get a slot more, though not at once, and
// never while the executor is paused. The clock is replaced.

import { expect, test } from 'vitest'
import { timedBench } from './support/timed-bench.ts'
import { turns } from './support/turns.ts'

// So many quick items that the later ones are not followed one by one any more.
const QUICK = 4_000

test('a run in doubt does not start while the executor is paused, and does after resume()', async () => {
  const { clock, executor, work } = timedBench(2)
  const parent = async (item: number): Promise<unknown> => {
    await Promise.resolve()
    return item < QUICK ? item : executor.submit(work.task, item)
  }
  const done = executor.forEach(parent, Array.from({ length: QUICK + 2 }, (_, item) => item))
  await turns(20)
  const before = [...work.started]
  expect(executor.stats()).toMatchObject({ running: 2, completed: QUICK })
  executor.pause()
  await clock.advance(5_000)
  expect(work.started).toEqual(before)
  executor.resume()
  await clock.advance(1_001)
  await work.starts(before.length + 1)
  await work.finishAll(2)
  await done
})

test('a run whose task is known is not in doubt: it never has more than the slot of that', async () => {
  const { clock, executor, work } = timedBench(1)
  const done = executor.submit(async () => Promise.all([executor.submit(work.task, 1), executor.submit(work.task, 2)]), 0)
  await work.starts(1)
  await clock.advance(5_000)
  expect(work.started).toEqual([1])
  await work.finishAll(2)
  expect(await done).toEqual([1, 2])
})
