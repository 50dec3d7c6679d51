// What a run does with failures: stop at the first, collect all, or settle each; and what a failure tells.

import { asyncExecutor, map, TaskError, type ErrorMode } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { throwIf } from '../../core/test/support/failing-tasks.ts'
import { readAll, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedArray } from '../../core/test/support/watched-array.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, SETTLING, STREAMS, VERBS } from './support/verbs.ts'

const oddFails = async (item: number): Promise<number> => (item % 2 === 0 ? item : Promise.reject(new Error(`odd: ${item}`)))

describe('stop', () => {
  test.each(SETTLING)('%s rejects at the first failure in time, not in order', async (verb) => {
    const work = new ControlledTask()
    const done = rejection(run(asyncExecutor(), verb, work.task, [0, 1, 2, 3]))
    await work.starts(4)
    work.fail(2, new Error('first'))
    work.fail(0, new Error('second'))
    expect(await done).toMatchObject({ index: 2, cause: { message: 'first' } })
  })

  test.each(SETTLING)('%s does not wait for what still runs', async (verb) => {
    const work = new ControlledTask()
    const done = rejection(run(asyncExecutor(), verb, work.task, [0, 1]))
    await work.starts(2)
    work.fail(0, new Error('no'))
    await done
    expect(work.current).toEqual([1])
  })

  test.each(VERBS.flatMap((verb) => [WatchedInput, WatchedArray].map((Input) => [verb, Input] as const)))('%s stops what runs by its signal, and starts nothing more of a %o', async (verb, Input) => {
    const work = new ControlledTask({ heedsSignal: true })
    const input = new Input(Infinity)
    const executor = asyncExecutor({ concurrency: 3 })
    const done = rejection(run(executor, verb, work.task, input))
    await work.starts(3)
    work.fail(0, new Error('no'))
    const error = await done
    await executor.idle()
    expect(error).toMatchObject({ index: 0 })
    expect(work.signal(2).reason).toBe(error)
    expect(work.started).toEqual([0, 1, 2])
    expect(input.pulled).toBe(3)
  })

  test('imap first yields the items before the one that failed', async () => {
    const work = new ControlledTask()
    const result = readAll(asyncExecutor().imap(work.task, [0, 1, 2, 3, 4]))
    await work.starts(5)
    work.finish(4)
    work.fail(3, new Error('no'))
    await turns()
    expect([0, 1, 2, 3, 4].map((item) => work.signal(item).aborted)).toEqual([false, false, false, false, false])
    for (const item of [2, 0, 1]) work.finish(item)
    expect(await result).toMatchObject({ values: [0, 1, 2], error: { index: 3 } })
  })

  test('imap stops the items behind the one that failed', async () => {
    const work = new ControlledTask({ heedsSignal: true })
    const result = readAll(asyncExecutor().imap(work.task, [0, 1, 2, 3]))
    await work.starts(4)
    work.fail(1, new Error('no'))
    await turns()
    expect([0, 2, 3].map((item) => work.signal(item).aborted)).toEqual([false, true, true])
    work.finish(0)
    expect(await result).toMatchObject({ values: [0], error: { index: 1 } })
  })

  test('imap ends at the foremost of several failures', async () => {
    const work = new ControlledTask()
    const result = readAll(asyncExecutor().imap(work.task, [0, 1, 2, 3]))
    await work.starts(4)
    work.fail(3, new Error('last'))
    work.fail(1, new Error('foremost'))
    work.finish(2)
    work.finish(0)
    expect(await result).toMatchObject({ values: [0], error: { index: 1, cause: { message: 'foremost' } } })
  })

  test('imapUnordered yields what had ended before', async () => {
    const work = new ControlledTask()
    const stream = asyncExecutor().imapUnordered(work.task, [0, 1, 2, 3])
    const first = stream.next()
    await work.starts(4)
    for (const item of [3, 1]) work.finish(item)
    await turns()
    work.fail(0, new Error('no'))
    await turns()
    work.finish(2)
    expect(await first).toEqual({ done: false, value: 3 })
    expect(await readAll(stream)).toMatchObject({ values: [1], error: { index: 0 } })
  })

  test.each(STREAMS)('%s is at its end after the error', async (verb) => {
    const stream = asyncExecutor()[verb](oddFails, [1, 2])
    expect(await readAll({ [Symbol.asyncIterator]: () => ({ next: () => stream.next() }) })).toMatchObject({ error: { index: 0 } })
    expect(await stream.next()).toEqual({ done: true, value: undefined })
  })

  test('is the default, and what undefined means', async () => {
    for (const options of [undefined, {}, { errors: undefined }, { errors: 'stop' as const }]) {
      expect(await rejection(map(oddFails, [0, 1], options))).toMatchObject({ index: 1 })
    }
  })
})

describe('collect', () => {
  test.each(VERBS)('%s runs all items, then throws all failures together, in input order', async (verb) => {
    const work = new ControlledTask()
    const outcome = rejection(run(asyncExecutor(), verb, work.task, [0, 1, 2, 3, 4], { errors: 'collect' }))
    await work.starts(5)
    for (const item of [4, 3, 1]) work.fail(item, new Error(`no ${item}`))
    for (const item of [2, 0]) work.finish(item)
    const error = (await outcome) as AggregateError
    expect(error).toBeInstanceOf(AggregateError)
    expect(error.message).toBe('3 of 5 items failed')
    expect(error.errors.map((one: TaskError) => [one.index, (one.cause as Error).message])).toEqual([[1, 'no 1'], [3, 'no 3'], [4, 'no 4']])
    for (const one of error.errors) expect(one).toBeInstanceOf(TaskError)
  })

  test.each(STREAMS)('%s yields the values before it throws', async (verb) => {
    const { values, error } = await readAll(asyncExecutor()[verb](oddFails, [0, 1, 2, 3, 4], { errors: 'collect' }))
    expect(values.toSorted()).toEqual([0, 2, 4])
    expect(error).toMatchObject({ message: '2 of 5 items failed' })
  })

  test('gives the plain values when nothing failed', async () => {
    expect(await map(oddFails, [0, 2], { errors: 'collect' })).toEqual([0, 2])
    expect(await asyncExecutor().forEach(oddFails, [0, 2], { errors: 'collect' })).toBeUndefined()
  })

  test('says item for one', async () => {
    expect(await rejection(map(oddFails, [1], { errors: 'collect' }))).toMatchObject({ message: '1 of 1 item failed' })
  })

  test('is not overtaken by an error of the input, which ends the run unwrapped', async () => {
    const cause = new Error('input')
    const input = (function* () { yield 1; throw cause })()
    expect(await rejection(map(oddFails, input, { errors: 'collect' }))).toBe(cause)
  })
})

describe('settle', () => {
  test.each(['map', ...STREAMS] as const)('%s never rejects for an item, and gives a record of each', async (verb) => {
    const executor = asyncExecutor()
    const records = verb === 'map' ? await executor.map(oddFails, [0, 1], { errors: 'settle' }) : (await readAll(executor[verb](oddFails, [0, 1], { errors: 'settle' }))).values
    expect(records).toMatchObject([
      { index: 0, attempts: 1, worker: 'main', status: 'fulfilled', value: 0 },
      { index: 1, attempts: 1, worker: 'main', status: 'rejected', reason: { code: 'PARMAP_TASK_FAILED', index: 1, attempts: 1, worker: 'main' } },
    ])
    for (const { ms } of records) expect(ms).toBeGreaterThanOrEqual(0)
    expect(records.map((record) => Object.keys(record).toSorted())).toEqual([
      ['attempts', 'index', 'ms', 'status', 'value', 'worker'],
      ['attempts', 'index', 'ms', 'reason', 'status', 'worker'],
    ])
  })

  test('counts the attempts in its records', async () => {
    const flaky = (item: number, { attempt }: { attempt: number }): number => {
      throwIf(attempt <= item, 'again')
      return item
    }
    const records = await map(flaky, [0, 1, 2, 3], { errors: 'settle', retries: { limit: 2, delay: 0 } })
    expect(records.map(({ attempts, status }) => [attempts, status])).toEqual([[1, 'fulfilled'], [2, 'fulfilled'], [3, 'fulfilled'], [3, 'rejected']])
  })
})

const MODES: readonly ErrorMode[] = ['stop', 'collect', 'settle']

describe('whatever is thrown', () => {
  const hostile = Proxy.revocable({}, {})
  hostile.revoke()
  const messageThrows = Object.defineProperty(new Error(), 'message', { get() { throw new Error('hostile') } })
  const thrown = [undefined, null, 0, '', false, NaN, 'text', 5n, Symbol('s'), {}, [], () => 1, new Error('e'), hostile.proxy, messageThrows, Object.create(null)]
  const cases = thrown.flatMap((value) => ['sync', 'async'].map((how) => ({ how, value, shown: Object.prototype.toString.call(value === hostile.proxy ? 'a revoked proxy' : value) })))
  test.each(cases)('a $how throw of $shown is a failure with that very value as its cause', async ({ how, value }) => {
    const task = how === 'sync' ? () => { throw value } : async () => { throw value } // oxlint-disable-line no-throw-literal
    const error = (await rejection(map(task, [1]))) as TaskError
    expect(error).toBeInstanceOf(TaskError)
    expect(Object.is(error.cause, value)).toBe(true)
    expect('cause' in error).toBe(true)
    expect(error).toMatchObject({ code: 'PARMAP_TASK_FAILED', index: 0, attempts: 1, worker: 'main', name: 'TaskError' })
    const [record] = await map(task, [1], { errors: 'settle' })
    expect(record!.status).toBe('rejected')
    expect(await rejection(map(task, [1], { errors: 'collect' }))).toBeInstanceOf(AggregateError)
  })

  test('the message contains that of the cause', async () => {
    for (const [value, text] of [[new RangeError('out of range'), 'out of range'], ['plain text', 'plain text'], [{ message: 'like an error' }, 'like an error'], [undefined, 'undefined'], [0, '0']]) {
      expect(await rejection(map(() => { throw value }, [1]))).toMatchObject({ message: expect.stringContaining(text as string) }) // oxlint-disable-line no-throw-literal
    }
  })
})

describe('a result that is a thenable', () => {
  test('is awaited, of whatever kind', async () => {
    class Later extends Promise<number> {}
    const foreign = { then: (resolve: (value: number) => void) => { resolve(2) } } as PromiseLike<number>
    const own = Object.assign(Promise.resolve(0), { then: (resolve: (value: number) => void) => { resolve(3) } }) as unknown as Promise<number>
    const results: PromiseLike<number>[] = [Later.resolve(1), foreign, own]
    expect(await map((item) => results[item]!, [0, 1, 2])).toEqual([1, 2, 3])
  })

  test('ends its item once, whatever it does', async () => {
    const cause = new Error('hostile')
    const results = [
      { then: (good: (v: string) => void, bad: (e: Error) => void) => { good('first'); bad(cause); good('second') } },
      { then: () => { throw cause } },
      { get then() { throw cause } },
      { then: (_good: unknown, bad: (e: unknown) => void) => { bad(undefined) } },
    ]
    for (const errors of MODES.slice(2)) {
      const records = await map((item: number) => results[item] as unknown, [0, 1, 2, 3], { errors })
      expect(records).toMatchObject([{ value: 'first' }, { reason: { cause } }, { reason: { cause } }, { status: 'rejected' }])
    }
  })
})
