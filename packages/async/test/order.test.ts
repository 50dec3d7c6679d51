// In which order items are read, started and handed over.

import { asyncExecutor } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { readAll } from '../../core/test/support/outcome-of.ts'
import { WatchedAsyncInput, WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, VERBS } from './support/verbs.ts'

describe('results', () => {
  test('map gives results in input order, whatever finishes first', async () => {
    const work = new ControlledTask()
    const results = asyncExecutor().map(work.task, [0, 1, 2, 3])
    await work.starts(4)
    for (const item of [2, 0, 3, 1]) work.finish(item, item * 10)
    expect(await results).toEqual([0, 10, 20, 30])
  })

  test('imap gives results in input order, whatever finishes first', async () => {
    const work = new ControlledTask()
    const results = readAll(asyncExecutor().imap(work.task, [0, 1, 2, 3]))
    await work.starts(4)
    for (const item of [3, 1, 2, 0]) work.finish(item, item * 10)
    expect(await results).toEqual({ values: [0, 10, 20, 30] })
  })

  test('imapUnordered gives results in completion order', async () => {
    const work = new ControlledTask()
    const results = readAll(asyncExecutor().imapUnordered(work.task, [0, 1, 2, 3]))
    await work.starts(4)
    for (const item of [2, 0, 3, 1]) work.finish(item, item * 10)
    expect(await results).toEqual({ values: [20, 0, 30, 10] })
  })

  test('imapUnordered hands a finished item over while earlier ones run', async () => {
    const work = new ControlledTask()
    const stream = asyncExecutor().imapUnordered(work.task, [0, 1])
    const first = stream.next()
    await work.starts(2)
    work.finish(1)
    expect(await first).toEqual({ done: false, value: 1 })
    work.finish(0)
    expect(await stream.next()).toEqual({ done: false, value: 0 })
  })

  test('an item that finishes in its first turn may be followed by one that takes long, and the other way round', async () => {
    const work = new ControlledTask()
    const results = asyncExecutor({ concurrency: 2 }).map((item, context) => (item % 2 === 0 ? work.task(item, context) : item), [0, 1, 2, 3, 4, 5])
    await work.finishAll(3)
    expect(await results).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('records of settle are in input order and say their index', async () => {
    const work = new ControlledTask()
    const records = asyncExecutor().map(work.task, ['a', 'b', 'c'].keys(), { errors: 'settle' })
    await work.starts(3)
    work.fail(2, new Error('no'))
    work.finish(1)
    work.finish(0)
    expect((await records).map(({ index, status }) => [index, status])).toEqual([[0, 'fulfilled'], [1, 'fulfilled'], [2, 'rejected']])
  })
})

describe('starts', () => {
  test.each(VERBS)('%s starts items in input order, whatever finishes first', async (verb) => {
    const work = new ControlledTask()
    const done = run(asyncExecutor({ concurrency: 3 }), verb, work.task, new WatchedInput(9))
    await work.starts(3)
    for (const [item, started] of [[2, 4], [1, 5], [4, 6], [0, 7], [6, 8], [3, 9]] as const) {
      work.finish(item)
      await work.starts(started)
    }
    work.finishCurrent()
    await done
    expect(work.started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })

  test.each([1, 2, 5, 100])('items start in order within batches of %i', async (batchSize) => {
    const started: number[] = []
    await asyncExecutor({ concurrency: 3 }).map(async (item) => { started.push(item) }, Array.from({ length: 50 }).keys(), { batchSize })
    expect(started).toEqual([...Array.from({ length: 50 }).keys()])
  })

  test('an item whose promise comes late is not overtaken by those behind it', async () => {
    const started: number[] = []
    const late = new Promise<number>((resolve) => { setImmediate(resolve, 0) })
    await asyncExecutor().forEach((item) => { started.push(item) }, [late, 1, Promise.resolve(2), 3])
    expect(started).toEqual([0, 1, 2, 3])
  })

  test('an async input is read one next() at a time', async () => {
    const input = new WatchedAsyncInput(20)
    expect(await asyncExecutor().map((item) => item, input)).toHaveLength(20)
    expect(input.mostAtOnce).toBe(1)
  })
})

describe('empty input', () => {
  test.each(VERBS)('%s gives nothing and runs nothing', async (verb) => {
    let runs = 0
    expect(await run(asyncExecutor(), verb, () => ++runs, [])).toEqual([])
    expect(await run(asyncExecutor(), verb, () => ++runs, new WatchedAsyncInput<number>(0))).toEqual([])
    expect(runs).toBe(0)
  })

  test('the result of map is a new empty array', async () => {
    const items: number[] = []
    const results = await asyncExecutor().map((item) => item, items)
    expect(results).toEqual([])
    expect(results).not.toBe(items)
  })
})
