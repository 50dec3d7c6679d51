import { describe, expect, test } from 'vitest'
import { seededRandom } from '../src/random.ts'
import { pairedDifference, pairedRatio, summarise, type Figure } from '../src/statistics.ts'

const figures = (...values: number[]): Figure[] => values.map((value, index) => ({ round: index + 1, value }))

describe('summarise', () => {
  test('is not moved by one slow round', () => {
    expect(summarise([1, 2, 3, 4, 100])).toMatchObject({ median: 3, mad: 1, mean: 22, min: 1, max: 100 })
  })

  test('gives a single figure no spread', () => {
    expect(summarise([2])).toEqual({ median: 2, mad: 0, mean: 2, stddev: 0, min: 2, max: 2 })
  })
})

describe('pairedRatio', () => {
  test('divides figures of the same round, so that a slow round cancels out', () => {
    expect(pairedRatio(figures(2, 20, 6), figures(1, 10, 3))).toEqual({ ratio: 2, low: undefined, high: undefined, rounds: 3 })
  })

  test('leaves out rounds that only one of the two has', () => {
    expect(pairedRatio(figures(4, 5, 6), [{ round: 2, value: 1 }])).toMatchObject({ ratio: 5, rounds: 1 })
  })

  test('has no interval from fewer than six rounds, and nothing at all from none', () => {
    expect(pairedRatio(figures(3), figures(2))).toEqual({ ratio: 1.5, low: undefined, high: undefined, rounds: 1 })
    expect(pairedRatio(figures(1, 2, 3, 4, 5), figures(1, 1, 1, 1, 1))).toMatchObject({ low: undefined, high: undefined })
    expect(pairedRatio(figures(3), [{ round: 2, value: 1 }])).toBeUndefined()
  })

  test('holds the median in an interval that widens with the noise', () => {
    const ones = figures(...Array.from({ length: 10 }, () => 1))
    const calm = pairedRatio(figures(1.5, 1.51, 1.49, 1.5, 1.52, 1.48, 1.5, 1.51, 1.49, 1.5), ones)!
    const wild = pairedRatio(figures(1.2, 1.9, 1.4, 1.6, 1.1, 1.8, 1.5, 1.7, 1.3, 1.5), ones)!
    expect(calm.ratio).toBeCloseTo(1.5)
    expect([calm.low! <= 1.5, calm.high! >= 1.5, calm.high! - calm.low! < 0.03]).toEqual([true, true, true])
    expect(wild.high! - wild.low!).toBeGreaterThan(5 * (calm.high! - calm.low!))
  })

  // How far in from both ends the interval may begin is binomial: tables of it stand in every book on order statistics.
  test.each([[6, 0], [8, 0], [9, 1], [11, 1], [12, 2], [20, 5]])('of %i rounds, leaves out %i ratios at either end', (rounds, left) => {
    const values = Array.from({ length: rounds }, (_, index) => index + 1)
    expect(pairedRatio(figures(...values), figures(...values.map(() => 1)))).toMatchObject({ low: 1 + left, high: rounds - left })
  })

  test('covers the true median at least as often as it says, also of a skewed distribution', () => {
    const random = seededRandom(5)
    const exponential = (): number => -Math.log(1 - random()) // its median is ln 2
    const trials = Array.from({ length: 2_000 }, () => {
      const sample = figures(...Array.from({ length: 10 }, exponential))
      return pairedRatio(sample, sample.map(({ round }) => ({ round, value: 1 })))!
    })
    const covered = trials.filter(({ low, high }) => low! <= Math.LN2 && high! >= Math.LN2)
    expect(covered.length / trials.length).toBeGreaterThan(0.95)
  })
})

describe('pairedDifference', () => {
  test('subtracts figures of the same round, and has the interval that a ratio has', () => {
    expect(pairedDifference(figures(3, 12, 9), figures(1, 10, 8))).toEqual({ difference: 2, low: undefined, high: undefined, rounds: 3 })
    expect(pairedDifference(figures(2, 3, 4, 5, 6, 7), figures(1, 1, 1, 1, 1, 1))).toEqual({ difference: 3.5, low: 1, high: 6, rounds: 6 })
    expect(pairedDifference(figures(3), [{ round: 2, value: 1 }])).toBeUndefined()
  })
})
