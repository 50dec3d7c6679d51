// Runs started inside tasks of the same executor use the slots that there are, and no more.

import { asyncExecutor, defineTask, type TaskContext } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { deferred } from '../../core/test/support/deferred.ts'
import { turns } from '../../core/test/support/turns.ts'

describe('the bound holds', () => {
  test.each([1, 2, 5])('of %i: items that wait for their children lend their slots, and no more run than there are', async (concurrency) => {
    const executor = asyncExecutor({ concurrency })
    let [active, most] = [0, 0]
    const work = async (): Promise<void> => {
      most = Math.max(most, ++active)
      await turns(1)
      active--
    }
    const parent = async (depth: number): Promise<void> => {
      await work()
      await executor.forEach(parent, Array.from({ length: depth }, () => depth - 1))
      await work()
    }
    await executor.forEach(parent, [3, 3, 3, 3, 3, 3])
    expect(most).toBe(concurrency)
  })

  test('one nested item at a time runs in the slot of its parent', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const work = new ControlledTask()
    const done = executor.submit(() => Promise.all([executor.map(work.task, [1, 2, 3]), executor.map(work.task, [4, 5])]), 0)
    await work.finishAll(5)
    await done
    expect(work.most).toBe(1)
  })

  test('two runs of one parent share its slot, and leave that of a sibling alone', async () => {
    const executor = asyncExecutor({ concurrency: 2 })
    const work = new ControlledTask<string>()
    const parent = (): unknown => Promise.all([executor.map(work.task, ['child 0']), executor.map(work.task, ['child 1'])])
    const sibling = new ControlledTask<string>()
    const done = executor.map((item: number, context) => (item === 0 ? parent() : sibling.task('sibling', context)), [0, 1])
    await sibling.starts(1)
    await work.starts(1)
    await turns()
    expect(work.current).toEqual(['child 0'])
    work.finish('child 0')
    await work.starts(2)
    work.finish('child 1')
    sibling.finish('sibling')
    await done
  })

  test('a parent that does not wait for its children leaves its slot to them, and to nobody else besides', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const work = new ControlledTask<string>()
    const nested = deferred<unknown>()
    const left = executor.submit(async () => {
      nested.resolve(executor.map(work.task, ['child 0', 'child 1']))
      await work.starts(1)
    }, 0)
    const after = executor.submit(work.task, 'after')
    await left
    await turns()
    expect(work.current).toEqual(['child 0'])
    await work.finishAll(3)
    expect(await nested.promise).toEqual(['child 0', 'child 1'])
    await after
    expect(work.most).toBe(1)
    expect(executor.stats()).toMatchObject({ running: 0, waiting: 0 })
  })

  test('an item that leaves a run behind leaves it its slot, also where the next of its batch waits for that', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const work = new ControlledTask<string>()
    const parent = async (item: number, context: TaskContext): Promise<unknown> => {
      if (item > 0) return work.task(`item ${item}`, context)
      void executor.submit(work.task, 'child')
      return work.starts(1)
    }
    const done = executor.map(parent, [0, 1, 2], { batchSize: 3 })
    await work.starts(1)
    await turns()
    expect(work.current).toEqual(['child'])
    await work.finishAll(3)
    await done
    expect(work.most).toBe(1)
  })

  test.each([1, 3])('of %i, in deep batches of parents and of children', async (concurrency) => {
    const executor = asyncExecutor({ concurrency })
    const work = new ControlledTask()
    const children = (first: number): Promise<void> => executor.forEach(work.task, [first, first + 1, first + 2, first + 3], { batchSize: 2 })
    const parent = async (item: number): Promise<void> => { await Promise.all([children(8 * item), children(8 * item + 4)]) }
    const done = executor.forEach(parent, [1, 2, 3, 4, 5, 6, 7], { batchSize: 5 })
    await work.finishAll(56)
    await done
    expect(work.most).toBe(concurrency)
    await executor.idle()
    expect(executor.stats()).toMatchObject({ running: 0, waiting: 0 })
  })

  test('where an item nests at once, and again after an await', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const work = new ControlledTask<string>()
    const parent = async (item: number): Promise<void> => {
      if (item < 4_000) return
      await executor.submit(work.task, 'first')
      void executor.submit(work.task, 'second')
      await work.starts(2)
    }
    const done = executor.map(parent, [...Array.from({ length: 4_001 }).keys()])
    await work.starts(1)
    work.finish('first')
    await done
    const after = executor.submit(work.task, 'after')
    await turns()
    expect(work.current).toEqual(['second'])
    work.finish('second')
    await work.starts(3)
    work.finish('after')
    await after
  })

  test('a slot that is lent is not taken back for a run of higher priority: it is nobody else\'s', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const loaded = deferred<void>()
    const started = deferred<void>()
    const late = defineTask(import.meta.url, 'late', (item: number) => item, { setup: async () => { started.resolve(); await loaded.promise } })
    const done = executor.submit(() => executor.map(late, [1, 2, 3], { batchSize: 3 }), 0)
    await started.promise
    const urgent = [1, 2].map((item) => executor.submit(async () => item, item, { priority: 1 }))
    await turns()
    loaded.resolve()
    expect(await done).toEqual([1, 2, 3])
    expect(await Promise.all(urgent)).toEqual([1, 2])
  })

  test('where thousands of quick items went before, too', async () => {
    const executor = asyncExecutor({ concurrency: 2 })
    const work = new ControlledTask<string>()
    const parent = async (item: number, context: TaskContext): Promise<void> => {
      await Promise.resolve()
      if (item === 20_000) await Promise.all([executor.map(work.task, ['child 0']), executor.map(work.task, ['child 1'])])
      if (item === 20_001) await work.task('sibling', context)
    }
    const done = executor.forEach(parent, Array.from({ length: 20_002 }).keys())
    await work.starts(2)
    await turns()
    expect(work.current.toSorted()).toEqual(['child 0', 'sibling'])
    await work.finishAll(3)
    await done
  })

  test('for runs from outside, too, while thousands of quick items run', async () => {
    const executor = asyncExecutor({ concurrency: 2 })
    let [active, most] = [0, 0]
    const quick = async (): Promise<void> => {
      most = Math.max(most, ++active)
      await Promise.resolve()
      active--
    }
    const busy = executor.forEach(quick, Array.from({ length: 30_000 }).keys())
    const outside = (async () => { for (let count = 0; count < 200; count++) await executor.forEach(quick, [1, 2, 3, 4, 5]) })()
    await Promise.all([busy, outside])
    expect(most).toBe(2)
  })

  test('free slots are used by nested runs as by any other', async () => {
    const executor = asyncExecutor({ concurrency: 4 })
    const work = new ControlledTask()
    const done = executor.submit(() => executor.map(work.task, [1, 2, 3, 4, 5]), 0)
    await work.starts(3)
    await turns()
    expect(work.running).toBe(3)
    await work.finishAll(5)
    expect(await done).toEqual([1, 2, 3, 4, 5])
  })

  test('all slots are free again afterwards', async () => {
    const executor = asyncExecutor({ concurrency: 2 })
    const branch = async (depth: number): Promise<void> => { await executor.forEach(branch, Array.from({ length: depth }, () => depth - 1)) }
    await branch(4)
    const work = new ControlledTask()
    const done = executor.map(work.task, [1, 2, 3])
    await work.starts(2)
    await turns()
    expect(work.running).toBe(2)
    await work.finishAll(3)
    await done
  })
})
