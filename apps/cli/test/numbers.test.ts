// Numbers as people read them.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCount, formatRate } from '../src/numbers.ts'

test('a count has its thousands apart, as Intl would write it', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (count) => { expect(formatCount(count)).toBe(count.toLocaleString('en')) }))
})

test.each([
  [0, 0, '0/s'],
  [1, 0, '0/s'],
  [1, 3_000, '0.3/s'],
  [2, 1_000, '2/s'],
  [99, 10_000, '9.9/s'],
  [9_990, 1_000_000, '10/s'],
  [123, 10_000, '12/s'],
  [1_234_567, 1_000, '1,234,567/s'],
])('%d items in %d ms are %s', (items, ms, rate) => {
  expect(formatRate(items, ms)).toBe(rate)
})
