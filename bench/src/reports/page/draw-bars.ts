// Times as bars with their errors.

import { axisX, axisY, barX, gridX, plot, ruleY, text, tickX } from '@observablehq/plot'
import { isWide, type BarsChart, type ChartRow } from '../chart.ts'
import { domainOf, TICK_WIDTH, ticksOf, tickText } from './axes.ts'
import { frameOf, LETTER_WIDTH } from './rows.ts'

const FONT_SIZE = 12

/** Draws a chart of this width, in pixels. */
export function drawBars({ rows }: BarsChart, width: number): Element {
  const frame = frameOf(rows, width)
  const isLog = isWide(rows.map(({ value }) => value))
  const domain = domainOf(rows.flatMap(({ value, low = value, high = value }) => [low, high]), isLog)
  const ticks = ticksOf(domain, isLog, width - frame.marginLeft - frame.marginRight, TICK_WIDTH)
  const label = isLog ? 'time, logarithmic' : 'time'
  const name = { y: 'label' } as const
  return plot({
    ...frame,
    className: 'chart',
    x: { type: isLog ? 'log' : 'linear', domain, nice: !isLog },
    y: { type: 'band', domain: rows.map(({ label: of }) => of), padding: 0.3 },
    marks: [
      gridX({ ticks, stroke: 'var(--line)', strokeOpacity: 1 }),
      axisX({ ticks, text: (seconds: number) => tickText(seconds, 'seconds'), label, labelAnchor: 'right', labelArrow: 'none', fontSize: FONT_SIZE, tickSize: 0 }),
      axisY({ label: null, tickSize: 0, fontSize: FONT_SIZE, textOverflow: 'ellipsis', lineWidth: (frame.marginLeft - LETTER_WIDTH) / FONT_SIZE }),
      barX(rows, { ...name, x1: domain[0], x2: 'value', fill: ({ source }: ChartRow) => `var(--${source})` }),
      ruleY(rows, { ...name, x1: 'low', x2: 'high', stroke: 'var(--text)', strokeWidth: 1.5 }),
      ...(['low', 'high'] as const).map((end) => tickX(rows, { ...name, x: end, stroke: 'var(--text)', strokeWidth: 1.5, insetTop: 4, insetBottom: 4 })),
      text(rows, { ...name, x: 'high', text: 'text', textAnchor: 'start', dx: 6, fontSize: FONT_SIZE, fill: 'var(--text)' }),
    ],
  })
}
