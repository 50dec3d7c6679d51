// What the page draws, as plain data: made from a document, read by the page's own script. Knows no pixels and no colours.

import type { Role } from '../contender.ts'

/** Whose figures: a contender's of this run, or figures that others measured elsewhere. */
export type Source = Role | 'elsewhere'

/** What an axis counts. */
export type Unit = 'seconds' | 'items' | 'items a second' | 'bytes'

/** A contender with one figure and its error. */
export interface ChartRow {
  readonly label: string
  readonly source: Source
  readonly value: number
  /** Absent where there is no error. */
  readonly low?: number
  readonly high?: number
  /** The figure as it is read. */
  readonly text: string
  /** The highest ratio that a budget allows. */
  readonly limit?: number
}

/** Times, longer is worse, each from the start of the axis to its median; the error is from the fastest round to the slowest. */
export interface BarsChart {
  readonly kind: 'bars'
  readonly rows: readonly ChartRow[]
}

/** Ratios to `floor`, each a point with its interval; 1 is the floor itself. */
export interface RatiosChart {
  readonly kind: 'ratios'
  readonly floor: string
  readonly rows: readonly ChartRow[]
}

/** An axis of a {@link LinesChart}. */
export interface Axis {
  readonly label: string
  readonly unit: Unit
  readonly isLog: boolean
}

/** A line. */
export interface Series {
  readonly label: string
  readonly source: Source
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** Lines on two axes, and places on the horizontal one that have a name. */
export interface LinesChart {
  readonly kind: 'lines'
  readonly x: Axis
  readonly y: Axis
  readonly series: readonly Series[]
  readonly marks: readonly { readonly x: number; readonly text: string }[]
}

/** All that can be drawn. */
export type Chart = BarsChart | RatiosChart | LinesChart

const LOG_RANGE = 12

/** Whether figures lie so far apart that the small ones would be lost on a linear axis. */
export function isWide(values: readonly number[]): boolean {
  return Math.max(...values) > LOG_RANGE * Math.min(...values)
}
