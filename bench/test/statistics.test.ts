import { describe, expect, test } from 'vitest'
import { pairedRatio, summarise, type Figure } from '../src/statistics.ts'

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
    expect(pairedRatio(figures(2, 20, 6), figures(1, 10, 3))).toEqual({ ratio: 2, low: 2, high: 2, rounds: 3 })
  })

  test('leaves out rounds that only one of the two has', () => {
    expect(pairedRatio(figures(4, 5, 6), [{ round: 2, value: 1 }])).toMatchObject({ ratio: 5, rounds: 1 })
  })

  test('has no interval from one round, and nothing at all from none', () => {
    expect(pairedRatio(figures(3), figures(2))).toEqual({ ratio: 1.5, low: undefined, high: undefined, rounds: 1 })
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

  test('covers the true median about as often as it says', () => {
    // Deviates of a skewed distribution whose median is ln 2, from a recurrence that fills [0, 1) evenly.
    const golden = (Math.sqrt(5) - 1) / 2
    const exponential = (n: number): number => -Math.log(1 - ((n * golden) % 1))
    const trials = Array.from({ length: 200 }, (_, trial) => {
      const sample = figures(...Array.from({ length: 10 }, (_deviate, index) => exponential(1 + ((trial * 7_919 + index * 104_729) % 99_991))))
      return pairedRatio(sample, sample.map(({ round }) => ({ round, value: 1 })))!
    })
    const covered = trials.filter(({ low, high }) => low! <= Math.LN2 && high! >= Math.LN2)
    expect(covered.length / trials.length).toBeGreaterThan(0.88)
  })

  test('gives the same interval for the same figures', () => {
    const [of, to] = [figures(3, 4, 5, 7), figures(1, 2, 2, 3)]
    expect(pairedRatio(of, to)).toEqual(pairedRatio(of, to))
  })
})
