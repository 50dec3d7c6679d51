import { expect, test } from 'vitest'
import { Digest } from '../src/digest.ts'

const digestOf = (...values: number[]): readonly [number, number] => {
  const digest = new Digest()
  for (const value of values) digest.add(value)
  return digest.end()
}

test('a digest tells order, values and count apart, and the same from the same', () => {
  const all = [digestOf(), digestOf(0), digestOf(1, 2, 3), digestOf(1, 3, 2), digestOf(1, 2, 4), digestOf(0, 1, 2, 3)]
  expect(new Set(all.map(String)).size).toBe(all.length)
  expect(digestOf(1, 2, 3)).toEqual(all[2])
})
