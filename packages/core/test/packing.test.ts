// The ways in which values travel: which is taken where, and that each value arrives as structured clone delivers it.

import { packedTransfer, packValues, unpackValues, type NumericArray, type Packed } from '@parmap/core/worker'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { channels, clonesShown, many, shown } from './fixtures/packed-crossing.ts'

const numbers = many((i) => [i, -0, Number.NaN, Infinity, -Infinity, 2 ** 53, 5e-324, 0.1][i % 8])
const strings = many((i) => ['', 'plain', 'ж', '😀', '\ud83d', '\ude00', 'a\0b', `item ${i}`][i % 8])
const rows = many((i) => ({ id: i, name: `name ${i}`, tags: ['a', `b${i}`].slice(i % 3) }))

describe.each(channels)('through $name', ({ cross }) => {
  test.each<[what: string, way: Packed['is'], values: readonly unknown[]]>([
    ['numbers of all sorts', 'numbers', numbers],
    ['strings, also with halves of characters at their ends', 'texts', strings],
    ['strings that fill several texts', 'texts', many((i) => `${i}`.padStart(i % 128, 'ж'))],
    ['empty strings', 'texts', many(() => '')],
    ['objects with numbers, strings and short arrays', 'objects', rows],
    ['objects in objects', 'objects', many((i) => ({ at: { x: i, y: { z: 'z', w: { v: -0 } } }, by: { name: `n${i}` } }))],
    ['fields of other primitives, also mixed', 'objects', many((i) => ({ a: i % 2 === 0, b: undefined, c: BigInt(i), d: [null, 1, 'x', true][i % 4], e: [1, 'x', undefined] }))],
    ['fields with long strings', 'objects', many((i) => ({ id: i, text: 'long'.repeat(100) }))],
    ['empty arrays in objects', 'objects', many(() => ({ none: [] }))],
    ['keys that mean something elsewhere', 'objects', many((i) => ({ ['__proto__']: i, constructor: 'c', toString: null, hasOwnProperty: 1, toJSON: 'no', get: 1, value: 2 }))],
    ['keys in no order, with halves of characters', 'objects', many((i) => ({ z: i, '\ud800': 1, a: 2, '': 3 }))],
    ['objects without prototype', 'objects', many((i) => Object.assign(Object.create(null) as object, { i }))],
    ['frozen objects and arrays', 'objects', many((i) => Object.freeze({ i, list: Object.freeze([i]) }))],
    ['objects with symbols and hidden properties, which clone drops', 'objects', many((i) => Object.defineProperty({ i, [Symbol('s')]: 1 }, 'hidden', { value: i }))],
    ['arrays of a class of its own, of which clone makes plain ones', 'objects', many((i) => ({ list: new (class List extends Array<number> {})(i, 1) }))],
    ['the same object again and again', 'objects', many(() => rows[0])],
    ['objects that share a part', 'objects', many((i) => ({ i, part: rows[0] }))],
    ['other primitives', 'values', many((i) => [true, null, undefined, 5n][i % 4])],
    ['all sorts', 'values', many((i) => [1, 'a', {}, [], new Map([[i, i]]), new Date(i)][i % 6])],
  ])('%s arrive as clones of each', (_what, way, values) => {
    expect(packValues(values).is).toBe(way)
    expect(shown(cross(values))).toEqual(clonesShown(values))
  })

  test('a typed array arrives as one of its kind, bit by bit', () => {
    const halves = Float32Array.of(0.1, -0, Number.NaN, 1e30)
    expect(cross(halves)).toEqual(halves)
    expect(cross(BigInt64Array.of(-1n, 2n ** 63n - 1n))).toEqual(BigInt64Array.of(-1n, 2n ** 63n - 1n))
  })
})

test('numbers that arrive are changed by no one but their reader', () => {
  const values = Float64Array.of(1, 2, 3)
  const packed = packValues(values)
  values.fill(0)
  expect(unpackValues(packed)).toEqual(Float64Array.of(1, 2, 3))
})

describe('a typed array as values', () => {
  test.each<NumericArray>([
    Int8Array.of(1, 2, 3), Uint8Array.of(1, 2, 3), Uint8ClampedArray.of(1, 2, 3), Int16Array.of(1, 2, 3), Uint16Array.of(1, 2, 3), Int32Array.of(1, 2, 3),
    Uint32Array.of(1, 2, 3), Float32Array.of(1, 2, 3), Float64Array.of(1, 2, 3), BigInt64Array.of(1n, 2n, 3n), BigUint64Array.of(1n, 2n, 3n),
  ])('travels without what lies beside it: $constructor.name', (whole) => {
    const packed = packValues(whole.subarray(1)) as Packed & { is: 'numbers' }
    expect(packed.is).toBe('numbers')
    expect(packed.n).toEqual(whole.slice(1))
    expect(packed.n.buffer.byteLength).toBe(2 * whole.BYTES_PER_ELEMENT)
  })

  test('may lie in shared memory, or be a Buffer', () => {
    const shared = new Float64Array(new SharedArrayBuffer(8))
    expect((packValues(shared) as Packed & { is: 'numbers' }).n.buffer).toBeInstanceOf(ArrayBuffer)
    expect(Array.from(unpackValues(packValues(Buffer.from('ab'))) as ArrayLike<unknown>)).toEqual([97, 98])
  })

  test('may come from another realm', () => {
    const foreign = runInNewContext('Float64Array.from({ length: 300 }, (_, i) => i / 3)') as Float64Array
    expect(packValues(foreign).is).toBe('numbers')
    expect(unpackValues(packValues(foreign))).toEqual(Float64Array.from(foreign))
    expect(unpackValues(packValues(runInNewContext('BigInt64Array.of(5n)') as BigInt64Array))).toEqual([5n])
  })
})

test.each<[what: string, values: readonly unknown[]]>([
  ['none', []], ['one number', [1]], ['a few numbers', [1, 2]], ['a few strings', ['a', 'b']], ['a few objects', rows.slice(0, 3)],
])('too few to gain anything stay as they are: %s', (_what, values) => {
  const packed = packValues(values)
  expect(packed).toEqual({ is: 'values', v: values })
  expect(unpackValues(packed)).toBe(values)
})

describe('what may be transferred', () => {
  test('are big buffers of packing itself', () => {
    const packed = packValues(Array.from({ length: 3_000 }, (_, i) => ({ n: i, s: 'x', list: [i] })))
    const buffers = packedTransfer(packed)
    expect(buffers.map(({ byteLength }) => byteLength)).toEqual([24_000, 12_000, 12_000, 24_000])
    expect(structuredClone(packed, { transfer: [...buffers] })).toMatchObject({ is: 'objects', c: 3_000 })
    expect(buffers.map(({ byteLength }) => byteLength)).toEqual([0, 0, 0, 0])
  })

  test('is nothing of the caller\'s', () => {
    const values = new Float64Array(3_000)
    const packed = packValues(values)
    structuredClone(packed, { transfer: [...packedTransfer(packed)] })
    expect((packed as Packed & { is: 'numbers' }).n.length).toBe(0)
    expect(values.length).toBe(3_000)
    expect(packedTransfer(packValues([values.buffer, values]))).toEqual([])
  })

  test('is not worth it for small buffers', () => {
    expect(packedTransfer(packValues(numbers))).toEqual([])
  })
})

test('a string that is kept keeps no more than one text of its batch', () => {
  const packed = packValues(Array.from({ length: 10_000 }, () => 'fifteen letters')) as Packed & { is: 'texts' }
  expect(packed.t.length).toBe(10)
  expect(Math.max(...packed.t.map(({ length }) => length))).toBeLessThan(17_000)
})
