// Axes: where they begin and end, where their ticks are, and how these are read.

import { costText, megabytes } from '../../format.ts'
import type { Unit } from '../chart.ts'

/** How much room a logarithmic axis has beyond its figures, as a factor. */
const LOG_ROOM = 1.25

/** Fewer decades have ticks between them. */
const MANY_DECADES = 3

/** From a little below the least to a little above the most; a linear axis begins at 0. */
export function domainOf(values: readonly number[], isLog: boolean): [low: number, high: number] {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return isLog ? [least / LOG_ROOM, most * LOG_ROOM] : [0, most]
}

/** Powers of ten; where these are few, also their double and their fivefold. */
export function logTicks([low, high]: readonly [low: number, high: number]): number[] {
  const decades = Math.log10(high / low)
  const steps = decades > MANY_DECADES ? [1] : [1, 2, 5]
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  const powers = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  // Not 10 ** power: that of −5 is 0.000009999999999999999.
  return powers.flatMap((power) => steps.map((step) => Number(`${step}e${power}`))).filter((tick) => tick >= low && tick <= high)
}

const COMPACT = new Intl.NumberFormat('en', { notation: 'compact' })

/** A tick in its unit: `85 µs`, `10K`, `64 MB`. */
export function tickText(value: number, unit: Unit): string {
  switch (unit) {
    case 'seconds': return value === 0 ? '0' : costText(value)
    case 'bytes': return megabytes(value)
    case 'items':
    case 'items a second': return COMPACT.format(value)
  }
}
