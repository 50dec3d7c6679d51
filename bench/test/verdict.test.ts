import { expect, test } from 'vitest'
import { judge } from '../src/verdict.ts'

test('passes and fails only beyond the error', () => {
  expect(judge({ low: 1.3, high: 1.5, rounds: 10 }, 1.5)).toBe('pass')
  expect(judge({ low: 1.3, high: 1.51, rounds: 10 }, 1.5)).toBe('inconclusive')
  expect(judge({ low: 1.5, high: 1.7, rounds: 10 }, 1.5)).toBe('inconclusive')
  expect(judge({ low: 1.51, high: 1.7, rounds: 10 }, 1.5)).toBe('fail')
})

test('is inconclusive where there are too few rounds to know', () => {
  expect(judge({ low: 0.1, high: 0.1, rounds: 5 }, 1)).toBe('inconclusive')
  expect(judge({ low: 0.1, high: 0.1, rounds: 6 }, 1)).toBe('pass')
  expect(judge({ low: undefined, high: undefined, rounds: 1 }, 1)).toBe('inconclusive')
  expect(judge(undefined, 1)).toBe('inconclusive')
})
