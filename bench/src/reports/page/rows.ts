// What charts of one row a contender have in common: their size, and names that fit beside them.

import type { ChartRow } from '../chart.ts'

const ROW_HEIGHT = 22
const TOP = 8
const BOTTOM = 38
/** Of a letter, about, at the size of the page's charts. */
export const LETTER_WIDTH = 6.6
const GAP = 12
/** Of the width, for names. */
const MOST_FOR_NAMES = 0.45

/** A chart's size, and the room around it for names on the left and figures on the right. In pixels. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly marginLeft: number
  readonly marginRight: number
  readonly marginTop: number
  readonly marginBottom: number
}

/** So that names and figures fit; very long names are cut. */
export function frameOf(rows: readonly ChartRow[], width: number): Frame {
  return {
    width,
    height: rows.length * ROW_HEIGHT + TOP + BOTTOM,
    marginLeft: Math.min(widthOf(rows.map(({ label }) => label)), width * MOST_FOR_NAMES),
    marginRight: widthOf(rows.map(({ text }) => text)),
    marginTop: TOP,
    marginBottom: BOTTOM,
  }
}

/** Of the longest text, with a gap. */
export function widthOf(texts: readonly string[]): number {
  return Math.max(...texts.map(({ length }) => length)) * LETTER_WIDTH + GAP
}
