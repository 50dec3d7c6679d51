// Who gets a slot, and when nobody does.

import { createExecutor, type Executor, type Functions } from '@parmap/core'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from './support/controlled-task.ts'
import { LocalBackend } from './support/local-backend.ts'
import { isSettled } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'

const bench = (concurrency: number): Executor<Functions> => createExecutor<Functions>(new LocalBackend({ concurrency }))

describe('pause() from inside a task', () => {
  test.each([1, 4, 'auto'] as const)('lets no other item start, in batches of %s', async (batchSize) => {
    const executor = bench(4)
    const started: number[] = []
    const done = executor.map((item: number) => {
      started.push(item)
      if (item === 1) executor.pause()
      return item
    }, [0, 1, 2, 3, 4, 5, 6, 7], { batchSize })
    await turns()
    expect(started).toEqual([0, 1])
    executor.resume()
    expect(await done).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('lets no item of another run start', async () => {
    const executor = bench(4)
    const work = new ControlledTask()
    const first = executor.submit(() => { executor.pause() }, 0)
    const second = executor.map(work.task, [1, 2])
    await first
    await turns()
    expect(work.started).toEqual([])
    executor.resume()
    await work.finishAll(2)
    await second
  })

  test('lets no run that it starts borrow its slot before resume()', async () => {
    const executor = bench(1)
    const work = new ControlledTask()
    const done = executor.submit(async () => {
      executor.pause()
      return Promise.all([executor.submit(work.task, 1), executor.submit(work.task, 2)])
    }, 0)
    await turns()
    expect([work.started, await isSettled(done)]).toEqual([[], false])
    executor.resume()
    await work.finishAll(2)
    expect(await done).toEqual([1, 2])
    expect(work.most).toBe(1)
  })
})
