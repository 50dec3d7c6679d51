// Inputs that throw, lie or hang: each ends the run in a defined way, after all that came before.

import { asyncExecutor, map } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { ControlledTask } from '../../core/test/support/controlled-task.ts'
import { isSettled, readAll, rejection, thrownBy } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { unlessHanging } from '../../core/test/support/unless-hanging.ts'
import { atNext, WatchedAsyncInput, WatchedInput } from '../../core/test/support/watched-input.ts'
import { run, STREAMS, VERBS } from './support/verbs.ts'

const identity = (item: unknown): unknown => item

/** An iterable whose `next` is given. */
function inputOf(next: unknown): Iterable<unknown> {
  return { [Symbol.iterator]: () => ({ next }) as Iterator<unknown> }
}

/** Steps 0 and 1, then a step of the given kind. */
function after2(step: () => unknown): Iterable<unknown> {
  let count = 0
  return inputOf(() => (count < 2 ? { done: false, value: count++ } : step()))
}

/** The same as an async iterable. */
function asyncAfter2(step: () => unknown): AsyncIterable<unknown> {
  let count = 0
  return { [Symbol.asyncIterator]: () => ({ next: () => (count < 2 ? Promise.resolve({ done: false, value: count++ }) : step()) }) as AsyncIterator<unknown> }
}

const cause = new Error('the input failed')

function throwIfKey(key: string | symbol): void {
  if (key === '2') throw cause
}

const failing: readonly (readonly [string, () => Iterable<unknown> | AsyncIterable<unknown>])[] = [
  ['next() throws', () => after2(() => { throw cause })],
  ['done is a getter that throws', () => after2(() => ({ get done() { throw cause } }))],
  ['value is a getter that throws', () => after2(() => ({ done: false, get value() { throw cause } }))],
  ['a generator throws', () => (function* () { yield 0; yield 1; throw cause })()],
  ['the promise of next() is rejected', () => asyncAfter2(() => Promise.reject(cause))],
  ['next() of an async iterator throws', () => asyncAfter2(() => { throw cause })],
  ['done of an awaited result is a getter that throws', () => asyncAfter2(() => Promise.resolve({ get done() { throw cause } }))],
  ['next() gives a thenable whose then throws', () => asyncAfter2(() => ({ get then() { throw cause } }))],
  ['an async generator throws', () => (async function* () { yield 0; yield 1; throw cause })()],
]

describe.each(failing)('when %s', (_how, input) => {
  test.each(VERBS)('%s is rejected with that error, unwrapped', async (verb) => {
    expect(await rejection(run(asyncExecutor(), verb, identity, input()))).toBe(cause)
  })

  test.each(STREAMS)('%s first gives all earlier results', async (verb) => {
    const late = async (item: unknown): Promise<unknown> => { await turns(); return item }
    expect(await readAll(asyncExecutor()[verb](late, input()))).toEqual({ values: [0, 1], error: cause })
  })
})

describe('a list', () => {
  const lists: readonly (readonly [string, () => Iterable<number>])[] = [
    ['an element is a getter that throws', () => Object.defineProperty([0, 1, 2, 3], 2, { get() { throw cause } })],
    ['a proxy throws', () => new Proxy([0, 1, 2, 3], { get(target, key, receiver) { throwIfKey(key); return Reflect.get(target, key, receiver) } })],
  ]

  test.each(lists)('of which %s ends the run with that error, after all earlier results', async (_what, list) => {
    expect(await unlessHanging(readAll(asyncExecutor().imap(identity, list())))).toEqual({ values: [0, 1], error: cause })
    expect(await unlessHanging(rejection(map(identity, list())))).toBe(cause)
  })
})

describe('the error of the input', () => {
  test.each(['collect', 'settle'] as const)('ends the run under %s too', async (errors) => {
    expect(await rejection(map(identity, after2(() => { throw cause }), { errors }))).toBe(cause)
  })

  test('comes after the items that still run', async () => {
    const work = new ControlledTask<unknown>()
    const done = rejection(asyncExecutor().map(work.task, after2(() => { throw cause })))
    await work.starts(2)
    await turns()
    expect(await isSettled(done)).toBe(false)
    work.finishCurrent()
    expect(await done).toBe(cause)
  })

  test('is not told when an item fails before: the failure is', async () => {
    const work = new ControlledTask<unknown>()
    const done = rejection(asyncExecutor().map(work.task, after2(() => { throw cause })))
    await work.starts(2)
    work.fail(1, 'the item')
    expect(await done).toMatchObject({ index: 1, cause: 'the item' })
  })

  test.each([undefined, null, 0, '', false])('may be %s', async (thrown) => {
    expect(await rejection(map(identity, after2(() => { throw thrown })))).toBe(thrown) // oxlint-disable-line no-throw-literal
  })

  test('with nothing before it is that of the first next(), or of opening', async () => {
    const atOnce = inputOf(() => { throw cause })
    const atOpening = { [Symbol.iterator]: (): never => { throw cause } }
    for (const input of [atOnce, atOpening]) expect(await rejection(map(identity, input))).toBe(cause)
  })
})

describe('an iterator that lies', () => {
  test.each([1, 'x', null, undefined, true])('a result that is %s is a TypeError of the input, after earlier items', async (step) => {
    for (const input of [after2(() => step), asyncAfter2(() => Promise.resolve(step))]) {
      const { values, error } = await readAll(asyncExecutor().imap(identity, input))
      expect(values).toEqual([0, 1])
      expect(error).toBeInstanceOf(TypeError)
    }
  })

  test.each([
    ['a value', () => Promise.resolve({ done: false, value: 2 })],
    ['an error', () => Promise.reject(cause)],
    ['a value, in its own way', (): unknown => ({ then: (resolve: (step: unknown) => void) => { resolve({ done: false, value: 2 }) } })],
  ])('a promise of %s from a synchronous next() is a TypeError of the input that tells the way out', async (_what, step) => {
    const { values, error } = await readAll(asyncExecutor().imap(identity, after2(step)))
    expect(values).toEqual([0, 1])
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({ message: expect.stringMatching(/promise.*\[Symbol\.asyncIterator\]/u) })
  })

  test.each([undefined, null, 1, {}])('a next that is %s is a TypeError of the input', async (next) => {
    const error = await rejection(map(identity, inputOf(next)))
    expect(error).toBeInstanceOf(TypeError)
  })

  test.each([undefined, null, 1, 'x'])('an iterator that is %s is a TypeError of the input', async (iterator) => {
    expect(await rejection(map(identity, { [Symbol.iterator]: () => iterator } as unknown as Iterable<unknown>))).toBeInstanceOf(TypeError)
    expect(await rejection(map(identity, { [Symbol.asyncIterator]: () => iterator } as unknown as AsyncIterable<unknown>))).toBeInstanceOf(TypeError)
  })

  test('done counts by its truth, and a result without done is an item', async () => {
    const steps = [{ value: 'a' }, { done: 0, value: 'b' }, { done: 'yes', value: 'c' }]
    expect(await map(identity, inputOf(() => steps.shift()))).toEqual(['a', 'b'])
  })

  test('the value of the end is not looked at', async () => {
    const end = { done: true, get value() { throw cause } }
    expect(await map(identity, after2(() => end))).toEqual([0, 1])
    expect(await map(identity, asyncAfter2(() => Promise.resolve(end)))).toEqual([0, 1])
  })

  test('next() is not called again after the end, nor after an error', async () => {
    const ended = new WatchedInput(2)
    await asyncExecutor({ concurrency: 5 }).map(identity, ended)
    expect(ended.nexts).toBe(3)
    const failed = new WatchedInput(5, { onNext: atNext(2, () => { throw cause }) })
    expect(await rejection(asyncExecutor({ concurrency: 5 }).map(identity, failed))).toBe(cause)
    expect(failed).toMatchObject({ nexts: 3, returns: 0 })
  })

  test('next is called on the iterator itself', async () => {
    const iterator = { left: 2, next(): IteratorResult<number> { return this.left-- > 0 ? { done: false, value: this.left } : { done: true, value: undefined } } }
    expect(await map(identity, { [Symbol.iterator]: () => iterator })).toEqual([1, 0])
  })

  test('a getter of the iterator method that throws does so at the call', () => {
    const hostile = Object.defineProperty({}, Symbol.iterator, { get() { throw cause } }) as Iterable<unknown>
    expect(thrownBy(() => map(identity, hostile))).toBe(cause)
  })
})

describe('an iterator that enters its own run', () => {
  test('may start other runs of the executor in next()', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const inner: Promise<unknown>[] = []
    const input = new WatchedInput(3, { onNext: (index) => { inner.push(executor.submit(identity, index)) } })
    expect(await executor.map(identity, input)).toEqual([0, 1, 2])
    expect(await Promise.all(inner)).toEqual([0, 1, 2, 3])
  })

  test('may read its own stream in next(): it is not entered twice', async () => {
    const pending: Promise<unknown>[] = []
    let depth = 0
    let deepest = 0
    const input = new WatchedInput(4, {
      onNext: () => {
        deepest = Math.max(deepest, ++depth)
        pending.push(stream.next())
        depth--
      },
    })
    const stream = asyncExecutor().imap(identity, input)
    expect(await stream.next()).toEqual({ done: false, value: 0 })
    expect((await Promise.all(pending)).slice(0, 3)).toMatchObject([{ value: 1 }, { value: 2 }, { value: 3 }])
    expect(deepest).toBe(1)
  })
})

describe('a next() that never answers', () => {
  test('holds back nothing that was read before it', async () => {
    const stream = asyncExecutor().imap(identity, asyncAfter2(() => new Promise(() => undefined)))
    expect([await stream.next(), await stream.next()]).toMatchObject([{ value: 0 }, { value: 1 }])
    await stream.return(undefined)
  })

  test('does not hold back an abort, terminate or close', async () => {
    const reason = new Error('enough')
    const controller = new AbortController()
    const aborted = rejection(map(identity, asyncAfter2(() => new Promise(() => undefined)), { signal: controller.signal }))
    await turns()
    controller.abort(reason)
    expect(await aborted).toBe(reason)
    const executor = asyncExecutor()
    const input = new WatchedAsyncInput(3)
    const stream = executor.imap(identity, { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => input.nexts++) }) })
    const first = rejection(stream.next())
    await turns()
    await executor.close()
    expect(await first).toMatchObject({ code: 'PARMAP_CLOSED' })
    expect(input.nexts).toBe(1)
  })
})
