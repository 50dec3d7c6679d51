import { expect, test } from 'vitest'
import { judge } from '../src/verdict.ts'

test('passes and fails only beyond the error', () => {
  expect(judge({ ratio: 1.4, low: 1.3, high: 1.5, rounds: 10 }, 1.5)).toBe('pass')
  expect(judge({ ratio: 1.4, low: 1.3, high: 1.51, rounds: 10 }, 1.5)).toBe('inconclusive')
  expect(judge({ ratio: 1.6, low: 1.5, high: 1.7, rounds: 10 }, 1.5)).toBe('inconclusive')
  expect(judge({ ratio: 1.6, low: 1.51, high: 1.7, rounds: 10 }, 1.5)).toBe('fail')
})

test('is inconclusive where there are too few rounds to know', () => {
  expect(judge({ ratio: 0.1, low: 0.1, high: 0.1, rounds: 5 }, 1)).toBe('inconclusive')
  expect(judge({ ratio: 0.1, low: 0.1, high: 0.1, rounds: 6 }, 1)).toBe('pass')
  expect(judge({ ratio: 0.1, low: undefined, high: undefined, rounds: 1 }, 1)).toBe('inconclusive')
  expect(judge(undefined, 1)).toBe('inconclusive')
})
