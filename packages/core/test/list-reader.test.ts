// Lists are read in parts where nobody can tell: a part is what their iterator would give, up to the first item that may be a
// promise, or a hole.

import { describe, expect, test } from 'vitest'
import { listReader, type ListReader } from '../src/engine/list-reader.ts'

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const readerOf = (items: Iterable<unknown>): ListReader => listReader(items)!

test('a part has as many items as asked for, then what is left, then none', () => {
  const reader = readerOf(numbers(700))
  expect([reader.part(300, false), reader.part(300, false), reader.part(300, false)]).toEqual([numbers(300), numbers(600).slice(300), undefined])
  expect(Array.from({ length: 100 }, () => reader.next())).toEqual(numbers(700).slice(600))
  expect([reader.isAtEnd, reader.part(300, false)]).toEqual([true, undefined])
})

test('a part is a copy', () => {
  const list = numbers(300)
  const part = readerOf(list).part(300, false)!
  list[0] = 7
  expect([part[0], part.length]).toEqual([0, 300])
})

test.each([
  ['a promise', Promise.resolve(1)], ['an object', {}], ['a function', () => 1], ['undefined', undefined],
])('a part ends before %s', (_what, special) => {
  const reader = readerOf([...numbers(300), special, ...numbers(300)])
  expect(reader.part(601, false)).toEqual(numbers(300))
  expect(reader.part(301, false)).toBeUndefined()
  expect(reader.next()).toBe(special)
  expect(reader.part(300, false)).toEqual(numbers(300))
})

test('a part ends before a hole', () => {
  const list: number[] = []
  for (const n of numbers(600)) if (n !== 400) list[n] = n
  expect(readerOf(list).part(600, false)).toEqual(numbers(400))
})

test('null, texts, bigints, symbols and booleans travel in parts, too', () => {
  const values = numbers(300).map((n) => [null, 'text', 1n, Symbol.iterator, true][n % 5])
  expect(readerOf(values).part(300, false)).toEqual(values)
})

describe('there are no parts', () => {
  const watched = numbers(300)
  Object.defineProperty(watched, 0, { get: () => { throw new Error('must not be read') } })
  class Own extends Array<number> {}
  test.each([
    ['of few items', numbers(255), 300],
    ['where few are asked for', numbers(300), 255],
    ['of a list with getters', watched, 300],
    ['of a proxy', new Proxy(numbers(300), { get: (list, key) => (key === '0' ? 1 / 0 : (Reflect.get(list, key) as unknown)) }), 300],
    ['of an array of another class', Own.from(numbers(300)), 300],
    ['of an array that says it is of another class', Object.assign(numbers(300), { constructor: Own }), 300],
    ['of a typed array where the backend does not take them', Float64Array.from(numbers(300)), 300],
  ])('%s', (_what, list, most) => {
    expect(readerOf(list).part(most, false)).toBeUndefined()
  })
})

test('a typed array gives parts of any length', () => {
  const reader = readerOf(Int8Array.of(1, 2, 3))
  expect([reader.part(2, true), reader.part(2, true), reader.part(2, true)]).toEqual([Int8Array.of(1, 2), Int8Array.of(3), undefined])
})

test('what has another iterator has no reader', () => {
  expect([listReader(new Set([1])), listReader(Object.assign([1], { [Symbol.iterator]: () => [2].values() })), listReader(new DataView(new ArrayBuffer(1)) as never)]).toEqual([undefined, undefined, undefined])
})

test('what throws among the items throws when it is its turn', () => {
  const list = numbers(600)
  Object.defineProperty(list, 400, { get: () => { throw new Error('no') } })
  const reader = readerOf(list)
  expect(reader.part(600, false)).toBeUndefined()
  expect(Array.from({ length: 400 }, () => reader.next())).toEqual(numbers(400))
  expect(() => reader.next()).toThrow('no')
})
