import { shuffle } from 'simple-statistics'
import { expect, test } from 'vitest'
import { seededRandom } from '../src/random.ts'

const orders = (seed: number): string[] => {
  const random = seededRandom(seed)
  return Array.from({ length: 5 }, () => shuffle(Array.from('abcdefgh'), random).join(''))
}

test('the same seed gives the same orders, another seed others', () => {
  expect(orders(1)).toEqual(orders(1))
  expect(orders(2)).not.toEqual(orders(1))
})

test('each round has an order of its own', () => {
  expect(new Set(orders(1)).size).toBe(5)
})

test('numbers stay within [0, 1)', () => {
  const random = seededRandom(3)
  expect(Array.from({ length: 1_000 }, random).every((value) => value >= 0 && value < 1)).toBe(true)
})
