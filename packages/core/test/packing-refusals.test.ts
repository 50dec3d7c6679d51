// Batches with one value in their midst that only structured clone can treat: the batch goes as it is, and packing has
// touched nothing.

import { packValues } from '@parmap/core/worker'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { channels, clonesShown, MANY, many, shown } from './fixtures/packed-crossing.ts'

interface Row { readonly id: unknown; readonly list: unknown; readonly part: unknown }

const row = (id: unknown): Row => ({ id, list: ['x', 'y'], part: { n: 1 } })
const amidst = (odd: unknown, place = 130): unknown[] => many((i) => (i === place ? odd : row(i)))
const thrown = (): never => { throw new Error('looked at') }
const throwing: ProxyHandler<object> = { get: thrown, has: thrown, ownKeys: thrown, getOwnPropertyDescriptor: thrown, getPrototypeOf: thrown }
const withList = (list: unknown): Row => ({ ...row(1), list })
const define = <T extends object>(object: T, key: string | number, property: PropertyDescriptor): T => Object.defineProperty(object, key, { configurable: true, ...property })

class Point { readonly id = 1; readonly list = ['x']; readonly part = { n: 1 } }

const shared = { n: 1 }
const circle: Record<string, unknown> = { id: 1, list: ['x'] }
circle['part'] = circle
const through: Record<string, unknown> = { id: 1, list: ['x'], part: {} }
through['part'] = { n: through }

const clonable: readonly [what: string, odd: unknown][] = [
  ['a Date', new Date(1)],
  ['a Date in a field', row(new Date(1))],
  ['a Map', row(new Map([[1, 2]]))],
  ['a Set', row(new Set([1]))],
  ['a RegExp', row(/x/gu)],
  ['an Error', row(new RangeError('e'))],
  ['a boxed number', row(Object(1))],
  ['a typed array', row(Uint8Array.of(1))],
  ['an ArrayBuffer', row(new ArrayBuffer(2))],
  ['an instance of a class', new Point()],
  ['an instance of a class in a field', { ...row(1), part: Object.assign(new Point(), { n: 1 }) }],
  ['an object that inherits', Object.assign(Object.create({ inherited: 1 }) as object, row(1))],
  ['a primitive among objects', 7],
  ['a null among objects', null],
  ['undefined among objects', undefined],
  ['an array among objects', [1, 2, 3]],
  ['an object without keys', {}],
  ['one key less', { id: 1, list: ['x'] }],
  ['one key more', { ...row(1), more: 1 }],
  ['another key', { id: 1, list: ['x'], other: { n: 1 } }],
  ['keys in another order', { list: ['x'], id: 1, part: { n: 1 } }],
  ['a null instead of an object in a field', { ...row(1), part: null }],
  ['a null instead of an array in a field', withList(null)],
  ['an object instead of an array in a field', withList({ 0: 'x', length: 1 })],
  ['a typed array instead of an array in a field', withList(Uint8Array.of(1))],
  ['an object instead of a primitive in a field', row({ n: 1 })],
  ['an array instead of a primitive in a field', row([1])],
  ['a getter', define(row(1), 'id', { get: () => 5, enumerable: true })],
  ['a getter in a part', { ...row(1), part: define({ n: 1 }, 'n', { get: () => 5, enumerable: true }) }],
  ['a setter', define(row(1), 'id', { set: () => undefined, enumerable: true })],
  ['a field that is not enumerable', define(row(1), 'id', { value: 5, enumerable: false })],
  ['an array with a hole', withList(Array(2))],
  ['an array with a hole and a property to make up for it', withList(Object.assign(Array(1), { more: 1 }))],
  ['a sparse array', withList(Object.assign([], { 3: 'x' }))],
  ['an array with a property', withList(Object.assign(['x'], { index: 3 }))],
  ['what a RegExp matched', withList(/x/u.exec('x'))],
  ['an array with a getter', withList(define(['x'], 0, { get: () => 'g', enumerable: true }))],
  ['an array with a hidden member', withList(define(['x'], 0, { value: 'x', enumerable: false }))],
  ['an array of arrays', withList([['x']])],
  ['an array of objects', withList([{ x: 1 }])],
  ['a long array', withList(['a', 'b', 'c', 'd', 'e'])],
  ['a part that is held twice', { id: 1, list: ['x'], part: shared, again: shared }],
  ['a circle', circle],
  ['a circle through a part', through],
]

const unclonable: readonly [what: string, odd: unknown][] = [
  ['a function', () => 1],
  ['a function in a field', row(() => 1)],
  ['a function in an array', withList([() => 1])],
  ['a symbol', Symbol('s')],
  ['a symbol in a field', row(Symbol('s'))],
  ['a symbol in an array', withList([Symbol('s')])],
  ['a proxy', new Proxy(row(1), {})],
  ['a proxy in a field', { ...row(1), part: new Proxy({ n: 1 }, {}) }],
  ['a proxy of an array', withList(new Proxy(['x'], {}))],
  ['a proxy that throws', new Proxy(row(1), throwing)],
  ['a proxy of an array that throws', withList(new Proxy(['x'], throwing))],
  ['a revoked proxy', revoked({})],
  ['a revoked proxy of an array', withList(revoked([]))],
  ['a promise', row(Promise.resolve())],
  ['a WeakMap', row(new WeakMap())],
]

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {})
  revoke()
  return proxy
}

describe.each(clonable)('%s', (_what, odd) => {
  test.each([0, 130, MANY - 1])('is left to structured clone, as value %i', (place) => {
    expect(packValues(amidst(odd, place)).is).toBe('values')
  })

  test.each(channels)('arrives through $name', ({ cross }) => {
    expect(shown(cross(amidst(odd)))).toEqual(clonesShown(amidst(odd)))
  })
})

describe.each(unclonable)('%s', (_what, odd) => {
  test.each([0, 130, MANY - 1])('is left for structured clone to refuse, as value %i', (place) => {
    const packed = packValues(amidst(odd, place))
    expect(packed.is).toBe('values')
    expect(() => structuredClone(odd)).toThrow(/./u)
    expect(() => structuredClone(packed)).toThrow(/./u)
  })
})

describe('refused are also batches', () => {
  const deep = (depth: number): unknown => (depth === 0 ? 1 : { d: deep(depth - 1) })
  const self = (): object => {
    const item: Record<string, unknown> = {}
    item['self'] = item
    return item
  }
  const twice = (): object => {
    const list = [1]
    return { list, again: list }
  }

  test.each<[what: string, values: readonly unknown[]]>([
    ['with one string among numbers', many((i) => (i === 130 ? '1' : i))],
    ['with one number among strings', many((i) => (i === 130 ? 1 : 'x'))],
    ['with one string object among strings', many((i) => (i === 130 ? Object('x') : 'x'))],
    ['with a hole among numbers', Object.assign(Array<number>(300), many((i) => i))],
    ['of long strings', many(() => 'x'.repeat(65))],
    ['of short strings, which would keep a very long one in memory', many((i) => 'x'.repeat(i === 130 ? 16_385 : i % 2))],
    ['of arrays', many((i) => [i, 'x'])],
    ['of objects in which each holds itself', many(self)],
    ['of objects in which each holds a part twice', many(twice)],
    ['of deep objects', many(() => deep(5))],
    ['of objects with indexes as keys', many((i) => ({ 1: i, a: 2 }))],
    ['of Dates that lost their prototype', many((i) => Object.setPrototypeOf(new Date(i), Object.prototype) as object)],
    ['of objects of another realm', many(() => runInNewContext('({ id: 1 })') as object)],
  ])('%s', (_what, values) => {
    expect(packValues(values).is).toBe('values')
    expect(shown(structuredClone(values))).toEqual(clonesShown(values))
  })

  test('of `arguments`, which look plain', () => {
    const argumentsOf = function (..._all: unknown[]): IArguments { return arguments } // oxlint-disable-line prefer-rest-params
    expect(packValues(many((i) => argumentsOf(i))).is).toBe('values')
  })

  test('of modules, which look plain', async () => {
    const source: string = 'data:text/javascript,export const a = 1; export const b = "x"'
    const module = await import(source) as object
    expect(Object.keys(module)).toEqual(['a', 'b'])
    expect(packValues(many(() => module)).is).toBe('values')
  })
})

test('no getter is called by packing, and each once by what follows', () => {
  let calls = 0
  const counted = (object: object, key: string | number): object => define(object, key, { get: () => ++calls, enumerable: true })
  const packed = packValues(many((i) => (i % 2 === 0 ? row(i) : counted({ ...row(i), list: counted([1], 0) }, 'id'))))
  expect(calls).toBe(0)
  structuredClone(packed)
  expect(calls).toBe(2 * 130)
})

test('a prototype that was tampered with changes nothing of what arrives', () => {
  const values = many((i) => ({ tampered: i, list: [i] }))
  define(Object.prototype, 'tampered', { set: thrown, get: () => 'inherited' })
  try {
    expect(shown(channels[0]!.cross(values))).toEqual(clonesShown(values))
  } finally {
    delete (Object.prototype as { tampered?: unknown }).tampered
  }
})
