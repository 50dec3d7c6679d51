// What figures say: of one cell, and of two cells beside each other. Knows numbers and rounds, nothing of contenders.

import { mean, median, medianAbsoluteDeviation, sampleStandardDeviation } from 'simple-statistics'

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

/** The error of a median: the interval holds the true one with at least 95 %. From fewer than 6 rounds there is none. */
export interface Bounds {
  readonly low: number | undefined
  readonly high: number | undefined
  /** Rounds in which both were measured. */
  readonly rounds: number
}

/** A ratio with its error. */
export interface Ratio extends Bounds {
  readonly ratio: number
}

/** A difference with its error, in the unit of the figures. */
export interface Difference extends Bounds {
  readonly difference: number
}

/** In words, for reports. */
export const METHOD =
  'Ratios: median of the ratios of same-round figures; in brackets an interval that holds the true median with at least 95 %, whatever the distribution ' +
  '(order statistics; Hahn & Meeker, Statistical Intervals, 1991, 5.2). A verdict needs such an interval, thus 6 rounds, wholly on one side of the budget.'

const CONFIDENCE = 0.95

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
  const paired = pair(of, to, (value, other) => value / other)
  return paired && { ratio: paired.middle, ...paired.bounds }
}

/** How much more one cell has than another, by pairs. @returns undefined where no round has both */
export function pairedDifference(of: readonly Figure[], to: readonly Figure[]): Difference | undefined {
  const paired = pair(of, to, (value, other) => value - other)
  return paired && { difference: paired.middle, ...paired.bounds }
}

function pair(of: readonly Figure[], to: readonly Figure[], set: (value: number, other: number) => number): { readonly middle: number; readonly bounds: Bounds } | undefined {
  const others = new Map(to.map(({ round, value }) => [round, value]))
  const values = of.flatMap(({ round, value }) => {
    const other = others.get(round)
    return other === undefined ? [] : [set(value, other)]
  })
  if (values.length === 0) return undefined
  const [low, high] = medianInterval(values) ?? [undefined, undefined]
  return { middle: median(values), bounds: { low, high, rounds: values.length } }
}

/**
 * Two of the values, as far in from both ends as the confidence allows. Each value lies below the true median with one
 * half, so how many do is binomial. Not a bootstrap, whose interval is too narrow for so few values.
 */
function medianInterval(values: readonly number[]): [low: number, high: number] | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const { length } = sorted
  let beyond = 0
  let skipped = -1
  for (let chance = 2 ** (1 - length); beyond + chance <= 1 - CONFIDENCE; chance *= (length - skipped) / (skipped + 1)) {
    beyond += chance
    skipped++
  }
  return skipped < 0 ? undefined : [sorted[skipped]!, sorted[length - 1 - skipped]!]
}
