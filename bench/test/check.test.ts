import { expect, test } from 'vitest'
import { difference } from '../src/check.ts'

test('finds nothing where all results are right', () => {
  expect(difference([1, 'a', { b: [undefined] }, Number.NaN], [1, 'a', { b: [undefined] }, Number.NaN])).toBeUndefined()
})

test('tells the first wrong result, also one that is left out or exchanged', () => {
  expect(difference([1, 3, 2], [1, 2, 3])).toBe('result 1 is 3 instead of 2')
  expect(difference(new Array(1), [undefined])).toBeUndefined()
  expect(difference([0], [-0])).toBe('result 0 is 0 instead of 0')
})

test('tells a wrong number of results', () => {
  expect(difference([1], [1, 2])).toBe('1 results instead of 2')
})
