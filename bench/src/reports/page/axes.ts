// Axes: where they begin and end, where their ticks are, and how these are read.

import { costText, megabytes } from '../../format.ts'
import type { Unit } from '../chart.ts'

/** How much room a logarithmic axis has beyond its figures, as a factor. */
const LOG_ROOM = 1.25

/** Between powers of ten, the finest first. */
const STEPS: readonly (readonly number[])[] = [[1, 2, 5], [1, 3], [1]]

/** From a little below the least to a little above the most; a linear axis begins at 0. */
export function domainOf(values: readonly number[], isLog: boolean): [low: number, high: number] {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return isLog ? [least / LOG_ROOM, most * LOG_ROOM] : [0, most]
}

/** Of a tick's text with a gap, in pixels. */
export const TICK_WIDTH = 60

const FEWEST_TICKS = 2

/** The library takes a number of linear ticks for a hint, and so many times more may come of it. */
const LINEAR_EXCESS = 1.6

/** Ticks that fit into the length of an axis, each taking `apart`: themselves on a logarithmic axis, on a linear one about how many. In pixels. */
export function ticksOf(domain: readonly [low: number, high: number], isLog: boolean, length: number, apart: number): number[] | number {
  const most = Math.max(FEWEST_TICKS, Math.floor(length / apart))
  return isLog ? logTicks(domain, most) : Math.max(FEWEST_TICKS, Math.floor(most / LINEAR_EXCESS))
}

/** Powers of ten; with what lies between them where there is room for it, and only some of them where there is not. */
function logTicks([low, high]: readonly [low: number, high: number], most: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
  const powers = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  // Not 10 ** power: that of −5 is 0.000009999999999999999.
  const choices = STEPS.map((steps) => powers.flatMap((power) => steps.map((step) => Number(`${step}e${power}`))).filter((tick) => tick >= low && tick <= high))
  const coarse = choices.at(-1)!
  return choices.find((ticks) => ticks.length <= most) ?? coarse.filter((_, at) => at % Math.ceil(coarse.length / most) === 0)
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
