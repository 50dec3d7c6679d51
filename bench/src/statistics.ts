// What figures say: of one cell, and of two cells beside each other. Knows numbers and rounds, nothing of contenders.

import { mean, median, medianAbsoluteDeviation, quantileSorted, sampleStandardDeviation, sampleWithReplacement } from 'simple-statistics'
import { seededRandom } from './random.ts'

/** One cell's figures. Median and MAD are told first: one slow round does not move them. */
export interface Summary {
  readonly median: number
  /** The median of the distances from the median. */
  readonly mad: number
  readonly mean: number
  /** Of the sample; 0 for a single figure. */
  readonly stddev: number
  readonly min: number
  readonly max: number
}

/** A figure and its round. */
export interface Figure {
  readonly round: number
  readonly value: number
}

/** A ratio with its error: the interval holds 95 % of the bootstrap's medians. From one round there is no interval. */
export interface Ratio {
  readonly ratio: number
  readonly low: number | undefined
  readonly high: number | undefined
  /** Rounds in which both were measured. */
  readonly rounds: number
}

/** In words, for reports. */
export const METHOD =
  'Ratios: median of the ratios of same-round figures; in brackets the 95 % percentile bootstrap interval of that median ' +
  '(2,000 resamples; Efron & Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13). A verdict needs 6 rounds and an interval wholly on one side of the budget.'

const RESAMPLES = 2_000
const CONFIDENCE = 0.95
const RESAMPLING_SEED = 1 // the same figures always give the same interval

/** Summarises at least one value. */
export function summarise(values: readonly number[]): Summary {
  const all = [...values]
  return {
    median: median(all),
    mad: medianAbsoluteDeviation(all),
    mean: mean(all),
    stddev: all.length > 1 ? sampleStandardDeviation(all) : 0,
    min: Math.min(...all),
    max: Math.max(...all),
  }
}

/**
 * The ratio of one cell to another, by pairs: what slowed down a whole round cancels out.
 * @returns undefined where no round has both
 */
export function pairedRatio(of: readonly Figure[], to: readonly Figure[]): Ratio | undefined {
  const divisors = new Map(to.map(({ round, value }) => [round, value]))
  const ratios = of.flatMap(({ round, value }) => {
    const divisor = divisors.get(round)
    return divisor === undefined ? [] : [value / divisor]
  })
  if (ratios.length === 0) return undefined
  const [low, high] = ratios.length === 1 ? [undefined, undefined] : medianInterval(ratios)
  return { ratio: median(ratios), low, high, rounds: ratios.length }
}

function medianInterval(values: number[]): [low: number, high: number] {
  const random = seededRandom(RESAMPLING_SEED)
  const medians = Array.from({ length: RESAMPLES }, () => median(sampleWithReplacement(values, values.length, random))).sort((a, b) => a - b)
  const tail = (1 - CONFIDENCE) / 2
  return [quantileSorted(medians, tail), quantileSorted(medians, 1 - tail)]
}
