// The values of results on their way into a message: packed as packValues would pack them, wherever they stop being numbers.

import { expect, test } from 'vitest'
import { unpackValues } from '../src/packing/unpack-values.ts'
import { Column } from '../src/worker/column.ts'

const NUMBERS = Array.from({ length: 600 }, (_, n) => (n % 3 === 0 ? -0 : n % 3 === 1 ? Number.NaN : n / 7))

function columnOf(values: readonly unknown[], most: number): Column {
  const column = new Column(most)
  for (const value of values) column.push(value)
  return column
}

test.each([
  ['as many numbers as there may be', NUMBERS, 600, 'numbers'],
  ['fewer numbers', NUMBERS.slice(0, 300), 600, 'numbers'],
  ['few numbers', NUMBERS.slice(0, 255), 600, 'values'],
  ['few numbers where only few may come', NUMBERS.slice(0, 255), 255, 'values'],
  ['a text among the first', [...NUMBERS.slice(0, 9), 'text', ...NUMBERS], 610, 'values'],
  ['a text first', ['text', ...NUMBERS], 601, 'values'],
  ['a text after numbers', [...NUMBERS.slice(0, 300), 'text', ...NUMBERS], 901, 'values'],
  ['texts', NUMBERS.map(String), 600, 'texts'],
  ['nothing', [], 600, 'values'],
  ['undefined', [undefined, 1], 600, 'values'],
] as const)('%s', (_what, values, most, way) => {
  const column = columnOf(values, most)
  expect([column.length, Array.from(column.values)]).toEqual([values.length, values])
  const packed = column.pack()
  expect(packed.is).toBe(way)
  expect(Array.from(unpackValues(packed) as ArrayLike<unknown>)).toEqual(values)
})

test('what is packed holds no more than the values', () => {
  const packed = columnOf(NUMBERS.slice(0, 300), 10_000).pack() as { readonly n: Float64Array }
  expect(packed.n.buffer.byteLength).toBe(300 * Float64Array.BYTES_PER_ELEMENT)
})
