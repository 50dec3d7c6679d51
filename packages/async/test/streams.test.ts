// The protocol of an async generator, which imap and imapUnordered keep.

import { asyncExecutor } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { readAll, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'
import { STREAMS } from './support/verbs.ts'

const identity = (item: unknown): unknown => item
const END = { done: true, value: undefined }

describe.each(STREAMS)('%s', (verb) => {
  test('is its own iterator', () => {
    const stream = asyncExecutor()[verb](identity, [1])
    expect(stream[Symbol.asyncIterator]()).toBe(stream)
  })

  test('calls nothing of the user before next() has returned', async () => {
    let calls = 0
    const input = new WatchedInput(1, { onNext: () => { calls++ } })
    const first = asyncExecutor()[verb](() => { calls++ }, input).next()
    expect([calls, input.opened]).toEqual([0, 0])
    await first
    expect(calls).toBeGreaterThan(0)
  })

  test('many next() at once get the values in turn, and the end after the last', async () => {
    const stream = asyncExecutor()[verb](async (item: number) => item, [0, 1, 2])
    expect(await Promise.all(Array.from({ length: 6 }, () => stream.next()))).toEqual([{ done: false, value: 0 }, { done: false, value: 1 }, { done: false, value: 2 }, END, END, END])
  })

  test('a hundred thousand next() at once get theirs, too', async () => {
    const stream = asyncExecutor()[verb]((item: number) => item, Array.from({ length: 100_000 }).keys())
    const values = await Promise.all(Array.from({ length: 100_000 }, () => stream.next()))
    expect(values.every(({ value }, index) => value === index)).toBe(true)
  })

  test('next() after the end gives the end, again and again', async () => {
    const stream = asyncExecutor()[verb](identity, [1])
    await readAll({ [Symbol.asyncIterator]: () => ({ next: () => stream.next() }) })
    expect([await stream.next(), await stream.next(), await stream.return(undefined)]).toEqual([END, END, END])
  })

  test('of several next() that wait one gets the error, the others the end', async () => {
    const work = new ControlledTask()
    const stream = asyncExecutor()[verb](work.task, [0, 1])
    const waiting = [stream.next(), stream.next(), stream.next()]
    await work.starts(2)
    work.fail(0, new Error('no'))
    const settled = await Promise.allSettled(waiting)
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(settled[1]).toMatchObject({ value: END })
    expect(await stream.next()).toEqual(END)
  })

  test('return() before the start ends it: nothing is read, nothing runs', async () => {
    const input = new WatchedInput(3)
    const work = new ControlledTask()
    const stream = asyncExecutor()[verb](work.task, input)
    expect(await stream.return(undefined)).toEqual(END)
    expect(await stream.next()).toEqual(END)
    await turns()
    expect([input.opened, work.started]).toEqual([0, []])
  })

  test('throw() before the start rejects with what is thrown, and ends it', async () => {
    const stream = asyncExecutor()[verb](identity, [1])
    const error = new Error('thrown in')
    expect(await rejection(stream.throw(error))).toBe(error)
    expect(await stream.next()).toEqual(END)
  })

  test('throw() ends it, leaves the input and stops what runs', async () => {
    const work = new ControlledTask({ heedsSignal: true })
    const input = new WatchedInput(Infinity)
    const stream = asyncExecutor({ concurrency: 2 })[verb](work.task, input)
    const first = stream.next()
    await work.starts(2)
    work.finish(0)
    await first
    await work.starts(3)
    expect(await rejection(stream.throw(undefined))).toBeUndefined()
    expect(input.returns).toBe(1)
    await work.rest()
    expect(work.signal(2).aborted).toBe(true)
  })

  test('return() while next() waits gives that one the end', async () => {
    const work = new ControlledTask({ heedsSignal: true })
    const stream = asyncExecutor()[verb](work.task, [0, 1])
    const waiting = [stream.next(), stream.next()]
    await work.starts(2)
    expect(await stream.return(undefined)).toEqual(END)
    expect(await Promise.all(waiting)).toEqual([END, END])
    await work.rest()
    expect(work.signal(1).reason).toMatchObject({ name: 'AbortError' })
  })

  test('return() drops values that were not read', async () => {
    const stream = asyncExecutor()[verb](identity, [1, 2, 3])
    await stream.next()
    await turns()
    await stream.return(undefined)
    expect(await stream.next()).toEqual(END)
  })

  test('disposal is return()', async () => {
    const input = new WatchedInput(Infinity)
    const stream = asyncExecutor()[verb](identity, input)
    await stream.next()
    expect(await stream[Symbol.asyncDispose]()).toBeUndefined()
    expect(input.returns).toBe(1)
    expect(await stream.next()).toEqual(END)
  })

  test('an exception in the body of the loop leaves it', async () => {
    const input = new WatchedInput(Infinity)
    const error = new Error('body')
    const loop = async (): Promise<void> => { for await (const _value of asyncExecutor()[verb](identity, input)) throw error }
    expect(await rejection(loop())).toBe(error)
    expect(input.returns).toBe(1)
  })

  test('can be delegated to', async () => {
    const outer = async function* (): AsyncGenerator<unknown> { yield* asyncExecutor()[verb](identity, [1, 2]) }
    expect((await readAll(outer())).values).toEqual([1, 2])
  })

  test('values that are promises or thenables never come out of it', async () => {
    const { values } = await readAll(asyncExecutor()[verb]((item) => Promise.resolve(Promise.resolve(item)), [1, 2]))
    expect(values).toEqual([1, 2])
  })

  test('two streams over one iterator share its items', async () => {
    const input = new WatchedInput(6)[Symbol.iterator]()
    const shared = { [Symbol.iterator]: () => input }
    const both = await Promise.all([readAll(asyncExecutor()[verb](identity, shared)), readAll(asyncExecutor()[verb](identity, shared))])
    expect(both.flatMap(({ values }) => values as number[]).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('undefined as a value is a value', async () => {
    const stream = asyncExecutor()[verb](() => undefined, [1, 2])
    expect([await stream.next(), await stream.next(), await stream.next()]).toEqual([{ done: false, value: undefined }, { done: false, value: undefined }, END])
  })
})

test('concurrent next() of imap get values in input order, whatever ends first', async () => {
  const work = new ControlledTask()
  const stream = asyncExecutor().imap(work.task, [0, 1, 2])
  const all = Promise.all([stream.next(), stream.next(), stream.next()])
  await work.starts(3)
  for (const item of [2, 1, 0]) work.finish(item)
  expect((await all).map(({ value }) => value)).toEqual([0, 1, 2])
})
