// Which run gets a free slot: higher priorities first, equal ones in turn.

import { asyncExecutor, type Executor, type Functions } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { deferred } from '../../core/test/support/deferred.ts'
import { readSome } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { atNext, WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, VERBS, type Verb } from './support/verbs.ts'

/** Items named after their run: `letters('a', 3)` is a0, a1, a2. */
const letters = (name: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${name}${index}`)

/** One slot that is taken, so that what comes now has to wait for its turn. */
async function oneBusySlot(): Promise<{ readonly executor: Executor<Functions>; readonly work: ControlledTask<string>; readonly blocker: Promise<unknown> }> {
  const executor = asyncExecutor({ concurrency: 1 })
  const work = new ControlledTask<string>()
  const blocker = executor.submit(work.task, 'blocker')
  await work.starts(1)
  return { executor, work, blocker }
}

describe('higher priorities', () => {
  test.each(VERBS.flatMap((low) => VERBS.map((high) => [high, low] as [Verb, Verb])))('of %s go before %s, whichever was called first', async (high, low) => {
    const { executor, work } = await oneBusySlot()
    const runs = [run(executor, low, work.task, letters('low', 2)), run(executor, high, work.task, letters('high', 2), { priority: 1 })]
    await work.finishAll(5)
    await Promise.all(runs)
    expect(work.started).toEqual(['blocker', 'high0', 'high1', 'low0', 'low1'])
  })

  test('may be negative and fractional; the default is 0', async () => {
    const { executor, work } = await oneBusySlot()
    const priorities: readonly (readonly [string, number | undefined])[] = [['e', -5], ['d', -0.5], ['c', undefined], ['b', 0.5], ['a', 1e9]]
    const all = priorities.map(([name, priority]) => executor.submit(work.task, name, { priority }))
    await work.finishAll(6)
    await Promise.all(all)
    expect(work.started).toEqual(['blocker', 'a', 'b', 'c', 'd', 'e'])
  })

  test('take over between two items of a batch', async () => {
    const { executor, work } = await oneBusySlot()
    const low = executor.map(work.task, letters('low', 4), { batchSize: 4 })
    work.finish('blocker')
    await work.starts(2)
    const high = executor.map(work.task, letters('high', 2), { priority: 1 })
    await turns()
    await work.finishAll(7)
    await Promise.all([low, high])
    expect(work.started).toEqual(['blocker', 'low0', 'high0', 'high1', 'low1', 'low2', 'low3'])
  })

  test('take over between two items of a run, but stop nothing that runs', async () => {
    const executor = asyncExecutor({ concurrency: 2 })
    const work = new ControlledTask<string>()
    const low = executor.map(work.task, letters('low', 4))
    await work.starts(2)
    const high = executor.map(work.task, letters('high', 2), { priority: 1 })
    await turns()
    expect(work.started).toEqual(['low0', 'low1'])
    await work.finishAll(6)
    await Promise.all([low, high])
    expect(work.started).toEqual(['low0', 'low1', 'high0', 'high1', 'low2', 'low3'])
  })

  test('leave slots that they cannot use to lower ones', async () => {
    const executor = asyncExecutor({ concurrency: 3 })
    const work = new ControlledTask<string>()
    const high = executor.map(work.task, letters('high', 4), { priority: 1, concurrency: 1 })
    const low = executor.map(work.task, letters('low', 4))
    await work.starts(3)
    expect(work.current).toEqual(['high0', 'low0', 'low1'])
    await work.finishAll(8)
    await Promise.all([high, low])
  })

  test('that wait for their input leave the slots to lower ones', async () => {
    const { executor, work, blocker } = await oneBusySlot()
    const more = deferred()
    const high = executor.map(work.task, (async function* () { yield 'high0'; await more.promise; yield 'high1' })(), { priority: 1 })
    const low = executor.map(work.task, letters('low', 4))
    await turns()
    work.finish('blocker')
    await blocker
    await work.starts(2)
    await turns() // high0 has been read meanwhile
    await work.finishSome(2)
    await work.starts(4)
    expect(work.started).toEqual(['blocker', 'low0', 'high0', 'low1'])
    more.resolve()
    await turns()
    await work.finishAll(7)
    await Promise.all([high, low])
    expect(work.started).toEqual(['blocker', 'low0', 'high0', 'low1', 'high1', 'low2', 'low3'])
  })

  test('do not starve lower ones for ever', async () => {
    const { executor, work } = await oneBusySlot()
    const runs = [executor.submit(work.task, 'low', { priority: -1 }), executor.map(work.task, letters('high', 20), { priority: 1 })]
    await work.finishAll(22)
    await Promise.all(runs)
    expect(work.started.at(-1)).toBe('low')
  })
})

describe('equal runs', () => {
  test('share one slot in turn', async () => {
    const { executor, work } = await oneBusySlot()
    const runs = ['a', 'b', 'c'].map((name) => executor.map(work.task, letters(name, 3)))
    await work.finishAll(10)
    await Promise.all(runs)
    expect(work.started).toEqual(['blocker', 'a0', 'b0', 'c0', 'a1', 'b1', 'c1', 'a2', 'b2', 'c2'])
  })

  test('of synchronous items share one slot in turn, also when one has been running for long', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const started: string[] = []
    const others: Promise<void>[] = []
    const join = (): void => { others.push(executor.forEach(() => { started.push('b') }, [1, 2, 3, 4, 5])) }
    await executor.forEach(() => { started.push('a') }, new WatchedInput(40_000, { onNext: atNext(20_000, join) }))
    await Promise.all(others)
    const [first, last] = [started.indexOf('b'), started.lastIndexOf('b')]
    expect(started.filter((name) => name === 'b')).toHaveLength(5)
    expect(last - first).toBeLessThanOrEqual(10)
  })

  test('that are called together get equal shares of many slots', async () => {
    const executor = asyncExecutor({ concurrency: 6 })
    const work = new ControlledTask<string>()
    const runs = ['a', 'b', 'c'].map((name) => executor.map(work.task, letters(name, 10)))
    await work.starts(6)
    expect(work.current.map((item) => item[0]).toSorted()).toEqual(['a', 'a', 'b', 'b', 'c', 'c'])
    await work.finishAll(30)
    await Promise.all(runs)
  })

  test('of submit run in the order of the calls', async () => {
    const { executor, work } = await oneBusySlot()
    const all = letters('x', 10).map((item) => executor.submit(work.task, item))
    await work.finishAll(11)
    await Promise.all(all)
    expect(work.started).toEqual(['blocker', ...letters('x', 10)])
  })

  test('an endless run does not keep others from their share', async () => {
    const executor = asyncExecutor({ concurrency: 2 })
    const endless = executor.imapUnordered(async (n: number) => n, (function* () { for (let n = 0; ; n++) yield n })())
    const reading = readSome(endless, 1_000)
    expect(await executor.map(async (n: number) => n, [1, 2, 3])).toEqual([1, 2, 3])
    expect(await reading).toHaveLength(1_000)
  })
})
