// Setting the concurrency of an executor while runs are under way.

import { asyncExecutor } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, VERBS } from './support/verbs.ts'

test('it can be read and set', () => {
  const executor = asyncExecutor({ concurrency: 3 })
  expect(executor.concurrency).toBe(3)
  executor.concurrency = 7
  expect(executor.concurrency).toBe(7)
  executor.concurrency = Infinity
  expect(executor.concurrency).toBe(Infinity)
  expect(asyncExecutor().concurrency).toBe(100)
})

describe('raising it', () => {
  test.each(VERBS)('starts more items of %s at once', async (verb) => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 1 })
    const done = run(executor, verb, work.task, new WatchedInput(8))
    await work.starts(1)
    executor.concurrency = 4
    await work.starts(4)
    await turns()
    expect(work.running).toBe(4)
    await work.finishAll(8)
    await done
    expect(work.most).toBe(4)
  })

  test('leaves a run that has a lower one of its own as it is', async () => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 1 })
    const done = executor.map(work.task, new WatchedInput(6), { concurrency: 2 })
    await work.starts(1)
    executor.concurrency = 5
    await work.starts(2)
    await turns()
    expect(work.running).toBe(2)
    await work.finishAll(6)
    await done
  })

  test('lets a run that had asked for more have more, and stats() shows it', async () => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 1 })
    const done = executor.map(work.task, new WatchedInput(6), { concurrency: 3 })
    await work.starts(1)
    executor.concurrency = 10
    await work.starts(3)
    await turns()
    expect(work.running).toBe(3)
    expect(executor.stats().runs[0]!.concurrency).toBe(3)
    await work.finishAll(6)
    await done
  })

  test('takes unstarted items back from a batch, so that no slot stays idle', async () => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 1 })
    const done = executor.map(work.task, new WatchedInput(10), { batchSize: 10 })
    await work.starts(1)
    executor.concurrency = 4
    await work.starts(4)
    await turns()
    expect(work.running).toBe(4)
    await work.finishAll(10)
    expect(await done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(work.started.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(work.most).toBe(4)
  })
})

describe('lowering it', () => {
  test.each(VERBS)('lets what runs of %s end, and starts nothing until there is room', async (verb) => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 4 })
    const done = run(executor, verb, work.task, new WatchedInput(9))
    await work.starts(4)
    executor.concurrency = 2
    for (const item of [0, 1]) work.finish(item)
    await turns()
    expect(work.current).toEqual([2, 3])
    work.finish(2)
    await work.starts(5)
    await turns()
    expect(work.current).toEqual([3, 4])
    expect(work.signal(3).aborted).toBe(false)
    work.most = 0
    await work.finishAll(9)
    await done
    expect(work.most).toBe(2)
  })

  test('and raising it again, again and again, never runs more than it says', async () => {
    const work = new ControlledTask()
    const executor = asyncExecutor({ concurrency: 5 })
    const done = executor.map(work.task, new WatchedInput(60))
    await work.starts(5)
    for (const bound of [1, 3, 2, 6, 1, 4]) {
      executor.concurrency = bound
      await work.finishSome(7) // more than any bound here: what ran under the last one has ended
      await turns()
      expect(work.running).toBe(bound)
    }
    await work.finishAll(60)
    expect(await done).toHaveLength(60)
  })
})

test('it can be set from inside a task', async () => {
  const executor = asyncExecutor({ concurrency: 1 })
  let [running, most] = [0, 0]
  const task = async (item: number): Promise<void> => {
    most = Math.max(most, ++running)
    executor.concurrency = [3, 3, 3, 3, 1, 1, 1, 1][item]!
    await turns(2)
    running--
  }
  await executor.map(task, [0, 1, 2, 3, 4, 5, 6, 7])
  expect(most).toBe(3)
})
