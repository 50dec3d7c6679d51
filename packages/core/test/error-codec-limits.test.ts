import { describe, expect, test } from 'vitest'
import { decodeError, encodeError } from '../src/error-codec.ts'
import { cross, crossed } from './fixtures/crossing.ts'

describe('what cannot be copied is described', () => {
  const sizes = { get: (): never => { throw new Error('hostile') } }

  test.each([
    ['a function', function twice() { return 2 }, '[function twice]'],
    ['a nameless function', (() => () => 1)(), '[function anonymous]'],
    ['a symbol of its own', Symbol('own'), 'Symbol(own)'],
    ['a promise', Promise.resolve(1), '[Promise]'],
    ['a WeakMap', new WeakMap(), '[WeakMap]'],
    ['a URL', new URL('https://example.com/a'), '[URL https://example.com/a]'],
    ['a signal', new AbortController().signal, '[AbortSignal]'],
    ['a revoked proxy', (() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })(), '[an object that cannot be looked at]'],
    ['a proxy that throws', new Proxy({}, { getPrototypeOf: sizes.get, ownKeys: sizes.get, get: sizes.get }), '[an object that cannot be looked at]'],
  ])('%s', (_, thrown, text) => {
    expect(cross(thrown)).toBe(text)
    expect(crossed(Object.assign(new Error('m'), { held: [thrown] })).held).toEqual([text])
  })

  test('a property whose getter throws, and nothing else with it', () => {
    const error = Object.defineProperty(Object.assign(new Error('m'), { code: 'X' }), 'broken', { get: sizes.get, enumerable: true })
    expect(crossed(error)).toMatchObject({ message: 'm', code: 'X', broken: '[a property that cannot be read]' })
  })

  test('a message whose getter throws', () => {
    const error = Object.defineProperty(new RangeError('m'), 'message', { get: sizes.get })
    expect(crossed(error)).toMatchObject({ name: 'RangeError', message: '[a property that cannot be read]' })
  })

  test('the function among the members of an object', () => {
    expect(cross({ n: 1, run() {}, list: [() => 1] })).toEqual({ n: 1, run: '[function run]', list: ['[function anonymous]'] })
  })

  test('but not a function in the place of one that every object has: an error must remain one that can be shown', () => {
    const error = Object.assign(new Error('m'), { toString: () => 'mine', valueOf: () => 1 })
    expect(String(crossed(error))).toBe('Error: m')
    expect(String(cross({ toString: () => 'mine' }))).toBe('[object Object]')
  })

  test('what the channel does not copy, as the backend says', () => {
    const error = Object.assign(new Error('m'), { bytes: new Uint8Array(2), at: new Date(0) })
    const encoded = encodeError(error, (value) => !(value instanceof Uint8Array))
    expect(decodeError(encoded)).toMatchObject({ bytes: '[Uint8Array]', at: new Date(0) })
  })

  test('the far end of a chain of 100,000 causes', () => {
    let error = new Error('root')
    error.stack = ''
    for (let n = 0; n < 100_000; n++) {
      error = new Error(`cause ${n}`, { cause: error })
      error.stack = '' // the stacks of so many would be 100 MB of text
    }
    let depth = 0
    let arrived: unknown = crossed(error)
    for (; arrived instanceof Error; arrived = arrived.cause) depth++
    expect(depth).toBe(10_000)
    expect(arrived).toBe('[Error: cause 89999]')
  })

  test('the far end of a large structure, while what is near is whole', () => {
    const far = Array.from({ length: 5_000 }, (_, n) => ({ n }))
    const arrived = crossed(Object.assign(new Error('m'), { request: { far }, status: { code: 404 }, cause: new Error('near') }))
    expect(arrived).toMatchObject({ status: { code: 404 }, cause: { message: 'near' } })
    expect([arrived.request.far[0], arrived.request.far.length, arrived.request.far[4_999]]).toEqual([{ n: 0 }, 5_000, '[Object]'])
  })

  test('all 5,000 members of an AggregateError arrive', () => {
    const error = new AggregateError(Array.from({ length: 5_000 }, (_, n) => new Error(`e${n}`)), 'many')
    expect((crossed(error).errors[4_999] as Error).message).toBe('e4999')
  })
})
