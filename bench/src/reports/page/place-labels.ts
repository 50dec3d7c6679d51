// Names at the ends of lines, beside the chart: as near to their lines as they can be without covering each other.

import type { Series } from '../chart.ts'

/** The vertical axis: its figures from bottom to top, its height and that of a name in pixels. */
export interface LabelSpace {
  readonly domain: readonly [low: number, high: number]
  readonly isLog: boolean
  readonly height: number
  readonly labelHeight: number
}

/** A line, its last point, and the figure on the vertical axis beside which its name stands. */
export interface PlacedLabel<S extends Series> {
  readonly of: S
  readonly end: readonly [x: number, y: number]
  readonly y: number
}

/** Of all lines that have points, from the lowest up: pushed up from the one below, then, where that was too far, down from the top. */
export function placeLabels<S extends Series>(series: readonly S[], { domain, isLog, height, labelHeight }: LabelSpace): PlacedLabel<S>[] {
  const scale = (value: number): number => (isLog ? Math.log(value) : value)
  const [low, high] = [scale(domain[0]), scale(domain[1])]
  const placed = series
    .flatMap((of) => of.points.slice(-1).map((end) => ({ of, end, at: ((scale(end[1]) - low) / (high - low)) * height })))
    .toSorted((a, b) => a.at - b.at)
  let floor = -Infinity
  for (const label of placed) floor = label.at = Math.max(label.at, floor + labelHeight)
  let ceiling = height + labelHeight
  for (const label of placed.toReversed()) ceiling = label.at = Math.min(label.at, ceiling - labelHeight)
  return placed.map(({ of, end, at }) => {
    const value = low + (at / height) * (high - low)
    return { of, end, y: isLog ? Math.exp(value) : value }
  })
}
