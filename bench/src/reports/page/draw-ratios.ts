// Ratios as points with their intervals, beside the floor and the budgets.

import { axisX, axisY, dot, gridX, plot, ruleX, ruleY, text, tickX } from '@observablehq/plot'
import { isWide, type ChartRow, type RatiosChart } from '../chart.ts'
import { TICK_WIDTH, ticksOf } from './axes.ts'
import { frameOf, LETTER_WIDTH } from './rows.ts'

const FONT_SIZE = 12
const ROOM = 1.1

/** Draws a chart of this width, in pixels. */
export function drawRatios({ floor, rows }: RatiosChart, width: number): Element {
  const frame = frameOf(rows, width)
  const values = [1, ...rows.flatMap(({ value, low = value, high = value, limit = value }) => [value, low, high, limit])]
  const isLog = isWide(values)
  const domain: [number, number] = [Math.min(...values) / ROOM, Math.max(...values) * ROOM]
  const ticks = ticksOf(domain, isLog, width - frame.marginLeft - frame.marginRight, TICK_WIDTH)
  const name = { y: 'label' } as const
  const [sure, limited] = [rows.filter(({ low }) => low !== undefined), rows.filter(({ limit }) => limit !== undefined)]
  return plot({
    ...frame,
    className: 'chart',
    x: { type: isLog ? 'log' : 'linear', domain },
    y: { type: 'band', domain: rows.map(({ label }) => label), padding: 0.3 },
    marks: [
      gridX({ ticks, stroke: 'var(--line)', strokeOpacity: 1 }),
      axisX({ ticks, text: (ratio: number) => String(ratio), label: `÷ ${floor}${isLog ? ', logarithmic' : ''}`, labelAnchor: 'right', labelArrow: 'none', fontSize: FONT_SIZE, tickSize: 0 }),
      axisY({ label: null, tickSize: 0, fontSize: FONT_SIZE, textOverflow: 'ellipsis', lineWidth: (frame.marginLeft - LETTER_WIDTH) / FONT_SIZE }),
      ruleX([1], { stroke: 'var(--muted)', strokeWidth: 1.5 }),
      tickX(limited, { ...name, x: 'limit', stroke: 'var(--fail)', strokeWidth: 3 }),
      ruleY(sure, { ...name, x1: 'low', x2: 'high', stroke: 'var(--text)', strokeWidth: 1.5 }),
      dot(rows, { ...name, x: 'value', r: 4.5, fill: ({ source }: ChartRow) => `var(--${source})` }),
      text(rows, { ...name, frameAnchor: 'right', text: 'text', textAnchor: 'start', dx: 8, fontSize: FONT_SIZE, fill: 'var(--text)' }),
    ],
  })
}
