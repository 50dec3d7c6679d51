import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { decodeError, encodeError, type EncodedError } from '../src/error-codec.ts'
import { crossed, viaPort } from './fixtures/crossing.ts'

describe('what an error holds arrives', () => {
  function held(value: unknown): unknown {
    return crossed(Object.assign(new Error('m'), { held: value })).held
  }

  test.each([
    ['a Map of errors', new Map([['a', new RangeError('in map')]])],
    ['a Set of objects', new Set([{ a: 1 }])],
    ['a Date', new Date(86_400_000)],
    ['a RegExp', /x/giu],
    ['a typed array', new Float64Array([1, -0, Number.NaN])],
    ['an ArrayBuffer', new Uint8Array([1, 2]).buffer],
    ['a boxed primitive', Object('text') as object],
    ['a plain object that holds errors', { deep: { error: Object.assign(new TypeError('deep'), { code: 'DEEP' }) } }],
    ['an array of all sorts', [1, 'a', null, undefined, { b: [new Error('c')] }]],
    ['an array of primitives', Array.from({ length: 1_000 }, (_, i) => i)],
  ])('%s', (_, value) => {
    expect(isDeepStrictEqual(held(value), value)).toBe(true)
  })

  test('an array with holes and properties', () => {
    const array = Object.assign([], { 3: { a: 1 }, length: 5, note: 'x' })
    const arrived = held(array) as typeof array
    expect([Object.keys(arrived), arrived.length]).toEqual([['3', 'note'], 5])
    expect(Array.isArray(arrived)).toBe(true)
  })

  test('a match of a regular expression, with its groups', () => {
    const match = /(?<year>\d+)/u.exec('in 2001')!
    expect(held(match)).toMatchObject({ 0: '2001', index: 3, input: 'in 2001', groups: { year: '2001' } })
  })

  test('an array that is mostly not there', () => {
    expect((held(Object.assign([], { length: 4_294_967_295 })) as unknown[]).length).toBe(4_294_967_295)
  })

  test('an instance of a class, as what it holds', () => {
    class Request { readonly url = '/x'; readonly #secret = 1; readonly failed = Object.assign(new Error('f'), { code: 'F' }); read(): number { return this.#secret } }
    const arrived = held(new Request()) as Request
    expect(Object.keys(arrived)).toEqual(['url', 'failed'])
    expect(arrived.failed).toMatchObject({ message: 'f', code: 'F' })
  })

  test('a property called __proto__, as a property', () => {
    const error = Object.defineProperty(new Error('m'), '__proto__', { value: { polluted: true }, enumerable: true })
    const arrived = crossed(error)
    expect(Object.getOwnPropertyDescriptor(arrived, '__proto__')).toMatchObject({ value: { polluted: true }, enumerable: true })
    expect(Object.getPrototypeOf(arrived)).toBe(Error.prototype)
    expect('polluted' in arrived).toBe(false)
  })

  test('under a registered symbol', () => {
    const key = Symbol.for('brand')
    expect((held({ [key]: 1, [Symbol('own')]: 2 }) as Record<symbol, unknown>)[key]).toBe(1)
  })

  test('as it was when it was thrown, though it changes before it is sent', () => {
    const list = [1, 2]
    const encoded = encodeError(Object.assign(new Error('m'), { list }))
    list.push(3)
    expect((decodeError(viaPort(encoded) as EncodedError) as { list: unknown }).list).toEqual([1, 2])
  })
})

describe('references remain', () => {
  test('of an error that is its own cause', () => {
    const error = new Error('m')
    error.cause = error
    const arrived = crossed(error)
    expect(arrived.cause).toBe(arrived)
  })

  test('of an error in a Map and a Set that it holds', () => {
    const error = Object.assign(new Error('m'), { map: new Map<unknown, unknown>(), set: new Set<unknown>() })
    error.map.set(error, error)
    error.set.add(error)
    const arrived = crossed(error)
    expect(arrived.map.get(arrived)).toBe(arrived)
    expect(arrived.set.has(arrived)).toBe(true)
  })

  test('that are shared, of errors, objects, lists and buffers', () => {
    const [inner, object, list, buffer] = [new Error('i'), { a: {} }, [1], new Uint8Array(3)]
    const arrived = crossed(Object.assign(new Error('m'), { one: [inner, object, list, buffer], two: [inner, object, list, buffer] }))
    expect(arrived.one.map((value, at) => value === arrived.two[at])).toEqual([true, true, true, true])
  })
})
