// What can be given as items: how each kind of input is read, and what becomes of items that are promises.

import { createServer } from 'node:net'
import { Readable } from 'node:stream'
import { asyncExecutor, map, type Items, type TaskError } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { readAll, readSome, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedArray } from '../../core/test/support/watched-array.ts'
import { WatchedAsyncInput, WatchedInput } from '../../core/test/support/watched-input.ts'

const identity = (item: unknown): unknown => item

describe('kinds of input', () => {
  const mixed = { [Symbol.iterator]: () => [1].values(), [Symbol.asyncIterator]: () => new WatchedAsyncInput(2)[Symbol.asyncIterator]() }
  test.each<[string, Items<unknown>, unknown[]]>([
    ['an array', [1, 2, 3], [1, 2, 3]],
    ['an array with holes: they are undefined', [1, , 3], [1, undefined, 3]], // oxlint-disable-line no-sparse-arrays
    ['a set', new Set(['a', 'b']), ['a', 'b']],
    ['a map: it gives entries', new Map([['a', 1], ['b', 2]]), [['a', 1], ['b', 2]]],
    ['a typed array', Float64Array.of(1.5, -0, NaN), [1.5, -0, NaN]],
    ['big integers', BigInt64Array.of(1n, -2n), [1n, -2n]],
    ['a generator', (function* () { yield* [1, 2] })(), [1, 2]],
    ['an async generator', (async function* () { yield* [1, 2] })(), [1, 2]],
    ['an iterator that is iterable', ['a', 'b'].entries(), [[0, 'a'], [1, 'b']]],
    ['a stream of Node', Readable.from(['a', 'b', 'c']), ['a', 'b', 'c']],
    ['the arguments of a function', (function () { return arguments })() as Iterable<unknown>, []], // oxlint-disable-line prefer-rest-params
    ['search parameters', new URLSearchParams('a=1&b=2'), [['a', '1'], ['b', '2']]],
    ['what has both iterators: the async one is read', mixed, [0, 1]],
  ])('%s', async (_kind, items, expected) => {
    expect(await map(identity, items)).toEqual(expected)
  })

  test('holes are items: the task is called for each with its index', async () => {
    const seen: unknown[] = []
    await map((item, { index }) => { seen.push([index, item]) }, new Array<number>(3))
    expect(seen).toEqual([[0, undefined], [1, undefined], [2, undefined]])
  })

  test('undefined, null and false are items like others', async () => {
    expect(await map(identity, [undefined, null, false, 0, ''])).toEqual([undefined, null, false, 0, ''])
  })

  test('a function item is not called', async () => {
    const item = (): never => { throw new Error('called') }
    expect(await map(identity, [item])).toEqual([item])
  })

  test('an array that grows while it is mapped is read to its end', async () => {
    const items = [1, 2]
    const later = [3, 4, 5, 6]
    const grow = async (item: number): Promise<number> => {
      items.push(...later.splice(0, 1))
      return item
    }
    expect(await asyncExecutor({ concurrency: 1 }).map(grow, items)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('an array that shrinks while it is mapped gives as many results as items were read', async () => {
    const items = [1, 2, 3, 4]
    const shrink = (item: number): number => {
      items.length = 2
      return item
    }
    expect(await asyncExecutor({ concurrency: 1 }).map(shrink, items)).toEqual([1, 2])
  })

  test('an array whose iterator gives fewer or more items than its length says is read through that iterator', async () => {
    const fewer = Object.assign([1, 2, 3], { *[Symbol.iterator]() { yield 7 } })
    const more = Object.assign([1], { *[Symbol.iterator]() { yield* [7, 8, 9] } })
    expect(await map(identity, fewer)).toEqual([7])
    expect(await map(identity, more)).toEqual([7, 8, 9])
  })

  test.each([WatchedInput, WatchedArray])('%o is read lazily, by items that start', async (Input) => {
    const input = new Input(1_000)
    const executor = asyncExecutor({ concurrency: 5 })
    const hanging = executor.map(() => new Promise<never>(() => undefined), input)
    await input.pulls(5)
    await turns()
    expect(input.pulled).toBe(5)
    await executor.terminate('enough')
    expect(await rejection(hanging)).toBe('enough')
  })

  test('endless inputs work with every stream', async () => {
    const odd = async (item: number): Promise<number> => item * 2 + 1
    expect(await readSome(asyncExecutor().imap(odd, new WatchedInput(Infinity)), 4)).toEqual([1, 3, 5, 7])
    expect(await readSome(asyncExecutor().imapUnordered(odd, new WatchedAsyncInput(Infinity)), 4)).toHaveLength(4)
  })

  test('an input that needs real input and output is read', async () => {
    const server = createServer((socket) => { socket.end('one\ntwo\nthree\n') })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    const { connect } = await import('node:net')
    const socket = connect((server.address() as { port: number }).port, '127.0.0.1')
    const parts = await map((part: Buffer) => part.toString(), socket)
    expect(parts.join('')).toBe('one\ntwo\nthree\n')
    server.close()
  })
})

describe('items that are promises', () => {
  test('are awaited, foreign thenables too', async () => {
    const thenable = { then: (resolve: (value: number) => void) => { resolve(2) } } as PromiseLike<number>
    expect(await map(identity, [Promise.resolve(1), thenable, 3])).toEqual([1, 2, 3])
  })

  test('are awaited to the end: a promise of a thenable gives what that gives', async () => {
    const inner = { then: (resolve: (value: string) => void) => { queueMicrotask(() => { resolve('deep') }) } } as PromiseLike<string>
    expect(await map(identity, [Promise.resolve(inner)])).toEqual(['deep'])
  })

  test('of an async input are awaited, too', async () => {
    const input = { [Symbol.asyncIterator]: () => new WatchedAsyncInput(3, { item: (index) => Promise.resolve(index) })[Symbol.asyncIterator]() }
    expect(await map(identity, input as AsyncIterable<unknown>)).toEqual([0, 1, 2])
  })

  test('that are rejected are failures of their items, with 0 attempts and no worker; the task is not called', async () => {
    const cause = new Error('no such item')
    const called: unknown[] = []
    const records = await asyncExecutor().map((item) => { called.push(item) }, [1, Promise.reject(cause), 3], { errors: 'settle', retries: 5 })
    expect(records.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(records[1]).toMatchObject({ index: 1, attempts: 0, worker: undefined, reason: { code: 'PARMAP_TASK_FAILED', index: 1, attempts: 0, cause } })
    expect(called).toEqual([1, 3])
  })

  test.each([undefined, null, 0, ''])('that are rejected with %s fail with that as their cause', async (reason) => {
    const error = (await rejection(map(identity, [Promise.reject(reason)]))) as TaskError
    expect(error).toMatchObject({ code: 'PARMAP_TASK_FAILED', attempts: 0, cause: reason })
    expect('cause' in error).toBe(true)
  })

  test('that are rejected end imap after the items before them', async () => {
    const { values, error } = await readAll(asyncExecutor().imap(identity, [1, 2, Promise.reject(new Error('third')), 4]))
    expect(values).toEqual([1, 2])
    expect(error).toMatchObject({ index: 2, attempts: 0 })
  })

  test('whose then is a getter that throws fail, and the others go on', async () => {
    const cause = new Error('a hostile getter')
    const hostile = Object.defineProperty({}, 'then', { get() { throw cause } })
    const records = await map(identity, [1, hostile, 3], { errors: 'settle' })
    expect(records.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(records[1]).toMatchObject({ attempts: 0, reason: { cause } })
  })

  test('whose then throws, or calls back twice, end once', async () => {
    const throwing = { then: () => { throw new Error('in then') } } as unknown as PromiseLike<number>
    const twice = { then: (resolve: (v: number) => void, reject: (e: Error) => void) => { resolve(1); reject(new Error('no')); resolve(2) } } as PromiseLike<number>
    const records = await map(identity, [throwing, twice], { errors: 'settle' })
    expect(records).toMatchObject([{ status: 'rejected', reason: { cause: { message: 'in then' } } }, { status: 'fulfilled', value: 1 }])
  })

  test('that never settle hold back those behind them only', async () => {
    const executor = asyncExecutor()
    const stream = executor.imap(identity, [1, new Promise<never>(() => undefined), 3])
    expect(await stream.next()).toEqual({ done: false, value: 1 })
    const second = stream.next()
    await stream.return(undefined)
    expect(await second).toEqual({ done: true, value: undefined })
    await executor.idle()
  })
})
