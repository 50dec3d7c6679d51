// Lines on two axes, each with its name at its end, and the places on the horizontal axis that are marked.

import { axisX, axisY, dot, gridX, gridY, line, link, plot, pointer, ruleX, text, tip, type LineOptions, type Markish } from '@observablehq/plot'
import type { LinesChart, Series, Source } from '../chart.ts'
import { domainOf, TICK_WIDTH, ticksOf, tickText } from './axes.ts'
import { placeLabels } from './place-labels.ts'
import { widthOf } from './rows.ts'

const FONT_SIZE = 12
const HEIGHT = 400
const LABEL_HEIGHT = 14
const LABEL_GAP = 6
/** The library cuts by the widths of Helvetica; the page's own letters may be wider. */
const NARROWER = 0.85
/** Of the width, for names; longer ones are cut. */
const MOST_FOR_LABELS = 0.4
const MARK_HEIGHT = 16
const TICK_HEIGHT = 40
const BOTTOM = 38
const LEFT = 52
/** Of ours; there are as many colours in the page's style. */
const COLOURS = 3

interface Styled extends Series {
  readonly colour: string
  readonly colourOfText: string
}

/** Draws a chart of this width, in pixels. */
export function drawLines(chart: LinesChart, width: number): Element {
  const { x, y, marks } = chart
  const series = styled(chart.series)
  const points = series.flatMap(({ points: own, ...of }) => own.map(([atX, atY]) => ({ ...of, x: atX, y: atY })))
  const domains = { x: domainOf(points.map((point) => point.x), x.isLog), y: domainOf(points.map((point) => point.y), y.isLog) }
  const marginTop = 28 + marks.length * MARK_HEIGHT
  const marginRight = Math.min(widthOf(series.map(({ label }) => label)) + LABEL_GAP, width * MOST_FOR_LABELS)
  const ticks = { x: ticksOf(domains.x, x.isLog, width - LEFT - marginRight, TICK_WIDTH), y: ticksOf(domains.y, y.isLog, HEIGHT, TICK_HEIGHT) }
  const labels = placeLabels(series, { domain: domains.y, isLog: y.isLog, height: HEIGHT - marginTop - BOTTOM, labelHeight: LABEL_HEIGHT })
    .map(({ of, end, y: at }) => ({ ...of, from: end, x: domains.x[1], y: at }))
  return plot({
    width,
    height: HEIGHT,
    marginTop,
    marginRight,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    className: 'chart',
    x: { type: x.isLog ? 'log' : 'linear', domain: domains.x },
    y: { type: y.isLog ? 'log' : 'linear', domain: domains.y },
    r: { type: 'identity' },
    marks: [
      gridX({ ticks: ticks.x, stroke: 'var(--line)', strokeOpacity: 1 }),
      gridY({ ticks: ticks.y, stroke: 'var(--line)', strokeOpacity: 1 }),
      axisX({ ticks: ticks.x, text: (value: number) => tickText(value, x.unit), label: x.label, labelAnchor: 'left', labelArrow: 'none', fontSize: FONT_SIZE, tickSize: 0 }),
      axisY({ ticks: ticks.y, text: (value: number) => tickText(value, y.unit), label: y.unit === 'seconds' || y.unit === 'bytes' ? y.label : y.unit, labelArrow: 'none', fontSize: FONT_SIZE, tickSize: 0, labelOffset: LEFT }),
      ruleX(marks, { x: 'x', stroke: 'var(--text)', strokeDasharray: '2 3' }),
      ...marks.map((mark, at) => text([mark], { x: 'x', text: 'text', frameAnchor: 'top', textAnchor: anchorOf(mark.x, domains.x), dy: -6 - at * MARK_HEIGHT, lineAnchor: 'bottom', fontSize: FONT_SIZE, fontWeight: 600, fill: 'var(--text)' })),
      lines(points, ['floor', 'peer'], { strokeWidth: 1.25 }),
      lines(points, ['elsewhere'], { strokeWidth: 1.5, strokeDasharray: '5 4' }),
      lines(points, ['ours'], { strokeWidth: 2.5 }), // above all others
      dot(points, { x: 'x', y: 'y', fill: 'colour', r: ({ source }: Styled) => (source === 'ours' ? 4 : 2) }),
      link(labels, { x1: ({ from }: { readonly from: readonly number[] }) => from[0]!, y1: ({ from }: { readonly from: readonly number[] }) => from[1]!, x2: 'x', y2: 'y', stroke: 'var(--line)' }),
      text(labels, { x: 'x', y: 'y', text: 'label', textAnchor: 'start', dx: LABEL_GAP, textOverflow: 'ellipsis', lineWidth: ((marginRight - LABEL_GAP) / FONT_SIZE) * NARROWER, fontSize: FONT_SIZE, fill: 'colourOfText' }),
      tip(points, pointer({ x: 'x', y: 'y', title: (point: { readonly label: string; readonly x: number; readonly y: number }) => `${point.label}\n${tickText(point.x, x.unit)}: ${tickText(point.y, y.unit)}` })),
    ],
  })
}

function styled(series: readonly Series[]): Styled[] {
  let own = 0
  return series.map((one) => {
    const colour = one.source === 'ours' ? `var(--ours-${(own++ % COLOURS) + 1})` : `var(--${one.source})`
    return { ...one, colour, colourOfText: one.source === 'ours' ? colour : 'var(--muted)' }
  })
}

/** So that the name of a place far on the right is not cut off. */
function anchorOf(x: number, [low, high]: readonly [low: number, high: number]): 'start' | 'end' {
  return x > Math.sqrt(low * high) ? 'end' : 'start'
}

interface Point {
  readonly source: Source
  readonly x: number
  readonly y: number
}

function lines(points: readonly Point[], sources: readonly Source[], style: LineOptions): Markish {
  return line(points.filter(({ source }) => sources.includes(source)), { x: 'x', y: 'y', z: 'label', stroke: 'colour', ...style })
}
