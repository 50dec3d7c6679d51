// A chart on the page: its data beside the place where the script draws it. Without the script there is no empty box.

import type { Element } from 'hast'
import { h } from 'hastscript'
import type { Chart, Source } from '../chart.ts'

const LEGEND: readonly (readonly [source: Source, text: string])[] = [['ours', 'parmap'], ['floor', 'floors'], ['peer', 'peers'], ['elsewhere', 'measured elsewhere']]

/** None where there is nothing to draw. `name` is what a screen reader says instead of the picture; the figures are in a table. */
export function figureOf(chart: Chart | undefined, name: string, caption: string): Element[] {
  if (chart === undefined) return []
  return [h('figure', [
    h('figcaption', [h('strong', name), h('span', caption), legend(chart)]),
    h('div', { class: 'plot', dataName: `${name}. The figures are in the table that follows.` }),
    // Of type JSON, so no browser runs it; `<` could still end it.
    h('script', { type: 'application/json' }, JSON.stringify(chart).replaceAll('<', String.raw`\u003c`)),
  ])]
}

function legend(chart: Chart): Element {
  const sources = new Set((chart.kind === 'lines' ? chart.series : chart.rows).map(({ source }) => source))
  return h('span', { class: 'legend' }, LEGEND.filter(([source]) => sources.has(source)).map(([source, text]) =>
    h('span', [h('span', { class: ['swatch', source, chart.kind], ariaHidden: 'true' }), text])))
}
