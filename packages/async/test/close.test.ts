// close: what has begun runs to its end, streams pull no more, and new runs are refused.

import { asyncExecutor } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { deferred } from '../../core/test/support/deferred.ts'
import { flaky } from '../../core/test/support/failing-tasks.ts'
import { isSettled, readAll, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { atNext, WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, STREAMS, VERBS } from './support/verbs.ts'

const identity = (item: unknown): unknown => item
const CLOSED = { name: 'ParmapError', code: 'PARMAP_CLOSED' }

describe('close', () => {
  test.each([...VERBS, 'submit'] as const)('refuses a new %s with PARMAP_CLOSED, and nothing of it runs', async (verb) => {
    const executor = asyncExecutor()
    await executor.close()
    const input = new WatchedInput(2)
    const work = new ControlledTask()
    const refused = verb === 'submit' ? executor.submit(work.task, 1) : run(executor, verb, work.task, input)
    expect(await rejection(refused)).toMatchObject(CLOSED)
    expect([input.opened, work.started]).toEqual([0, []])
  })

  test('lets map, forEach and submit that have begun run to their end, and waits for them', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const work = new ControlledTask()
    const all = [executor.map(work.task, new WatchedInput(3)), executor.forEach(work.task, [10, 11]), executor.submit(work.task, 20)] as const
    const closed = executor.close()
    for (let ended = 0; ended < 6; ended++) {
      await work.starts(ended + 1)
      expect(await isSettled(closed)).toBe(false)
      work.finishCurrent()
    }
    expect(await Promise.all(all)).toEqual([[0, 1, 2], undefined, 20])
    await closed
  })

  test('lets retries of what has begun be made', async () => {
    const executor = asyncExecutor()
    const done = executor.map(flaky(3), [7], { retries: { limit: 2, delay: 1 } })
    await executor.close()
    expect(await done).toEqual([7])
  })

  test.each(STREAMS)('%s pulls no more; what was pulled stays readable; then comes PARMAP_CLOSED, then the end', async (verb) => {
    const executor = asyncExecutor()
    const input = new WatchedInput(Infinity)
    const stream = executor[verb](identity, input, { window: 4 })
    await stream.next()
    await input.pulls(5)
    await executor.close()
    const { values, error } = await readAll({ [Symbol.asyncIterator]: () => ({ next: () => stream.next() }) })
    expect(values).toEqual([1, 2, 3, 4])
    expect(error).toMatchObject(CLOSED)
    expect(input).toMatchObject({ pulled: 5, returns: 1 })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })

  test.each(STREAMS)('%s over an array pulls no more, either', async (verb) => {
    const executor = asyncExecutor()
    const started: number[] = []
    const stream = executor[verb]((item: number) => { started.push(item); return item }, Array.from({ length: 100 }, (_, item) => item), { window: 4 })
    await stream.next()
    await turns()
    await executor.close()
    expect(await readAll(stream)).toMatchObject({ values: [1, 2, 3, 4], error: CLOSED })
    expect(started).toEqual([0, 1, 2, 3, 4])
  })

  test.each(STREAMS)('%s lets the items that run end and be read', async (verb) => {
    const executor = asyncExecutor({ concurrency: 2 })
    const work = new ControlledTask()
    const stream = executor[verb](work.task, new WatchedInput(Infinity))
    const first = stream.next()
    await work.starts(2)
    const closed = executor.close()
    await turns()
    expect(await isSettled(closed)).toBe(false)
    expect([work.signal(0).aborted, work.started]).toEqual([false, [0, 1]])
    work.finishCurrent()
    await closed
    expect([await first, await stream.next()]).toEqual([{ done: false, value: 0 }, { done: false, value: 1 }])
    expect(await rejection(stream.next())).toMatchObject(CLOSED)
  })

  test.each(STREAMS)('%s keeps items that were pulled as promises and have not come yet', async (verb) => {
    const executor = asyncExecutor()
    const late = [deferred<number>(), deferred<number>()]
    const input = new WatchedInput(Infinity, { item: (index) => late[index]?.promise ?? index })
    const stream = executor[verb](identity, input as Iterable<unknown>, { window: 3 })
    const first = stream.next()
    await input.pulls(2) // or more: what is behind an awaited item is read as far as a turn of the loop has time for
    const closed = executor.close()
    await turns()
    const { pulled } = input
    for (const [index, { resolve }] of late.entries()) resolve(index)
    expect(await first).toEqual({ done: false, value: 0 })
    expect(await readAll(stream)).toMatchObject({ values: pulled === 2 ? [1] : [1, 2], error: CLOSED })
    await closed
  })

  test.each(STREAMS)('%s takes the item that its input is just bringing: it may be nowhere else any more', async (verb) => {
    const executor = asyncExecutor()
    const brought = deferred<IteratorResult<number>>()
    const returns: string[] = []
    const items = { [Symbol.asyncIterator]: () => ({ next: () => brought.promise, return: async () => { returns.push('return'); return { done: true, value: undefined } as const } }) }
    const stream = executor[verb](identity, items)
    const first = stream.next()
    await turns()
    const closed = executor.close()
    await turns()
    brought.resolve({ done: false, value: 7 })
    expect(await first).toEqual({ done: false, value: 7 })
    expect(await rejection(stream.next())).toMatchObject(CLOSED)
    await closed
    expect(returns).toEqual(['return'])
  })

  test.each(STREAMS)('%s takes the item during whose next() it was closed', async (verb) => {
    const executor = asyncExecutor()
    const stream = executor[verb](identity, new WatchedInput(Infinity, { onNext: atNext(2, () => { void executor.close() }) }))
    expect(await readAll(stream)).toMatchObject({ values: [0, 1, 2], error: CLOSED })
  })

  test.each(STREAMS)('%s waits a second at most for an input that brings nothing', async (verb) => {
    const executor = asyncExecutor()
    const stream = executor[verb](identity, { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) })
    const first = rejection(stream.next())
    await turns()
    await executor.close()
    expect(await first).toMatchObject(CLOSED)
  })

  test.each(STREAMS)('%s whose input had ended ends well', async (verb) => {
    const executor = asyncExecutor()
    const stream = executor[verb](identity, [1, 2, 3])
    await stream.next()
    await turns()
    await executor.close()
    expect(await readAll(stream)).toEqual({ values: [2, 3] })
  })

  test.each(STREAMS)('%s that was not begun throws PARMAP_CLOSED at its first next()', async (verb) => {
    const executor = asyncExecutor()
    const input = new WatchedInput(3)
    const stream = executor[verb](identity, input)
    await executor.close()
    expect(await rejection(stream.next())).toMatchObject(CLOSED)
    expect(await stream.next()).toEqual({ done: true, value: undefined })
    expect(input.opened).toBe(0)
  })

  test('is idempotent, and is what await using calls', async () => {
    const executor = asyncExecutor()
    const work = new ControlledTask()
    const done = executor.submit(work.task, 1)
    const closings = [executor.close(), executor.close(), executor[Symbol.asyncDispose]()]
    await work.starts(1)
    work.finish(1)
    await Promise.all([...closings, done])
    await executor.close()
    expect(await rejection(executor.submit(work.task, 2))).toMatchObject(CLOSED)
  })

  test('may be awaited inside a task of its own', async () => {
    for (const last of [0, 20_000]) {
      const executor = asyncExecutor({ concurrency: 1 })
      const closing = (item: number): unknown => (item === last ? executor.close() : item)
      expect(await executor.map(closing, Array.from({ length: last + 1 }).keys())).toHaveLength(last + 1)
      expect(await rejection(executor.submit(identity, 1))).toMatchObject(CLOSED)
    }
  })
})
