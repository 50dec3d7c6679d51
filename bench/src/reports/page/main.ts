// The script of the page: draws every chart from the data beside it, again when its width changes, and makes tables
// sortable. Runs in a browser, needs nothing of the server side but the shape of a chart.

import type { Chart } from '../chart.ts'
import { drawBars } from './draw-bars.ts'
import { drawLines } from './draw-lines.ts'
import { drawRatios } from './draw-ratios.ts'
import { makeSortable } from './sort-table.ts'

document.querySelector('.unscripted')!.remove()

for (const figure of document.querySelectorAll('figure')) {
  const place = figure.querySelector<HTMLElement>('.plot')!
  const chart = JSON.parse(figure.querySelector('script')!.textContent) as Chart
  place.role = 'img' // one thing with a name, not a heap of numbers; those are in the table
  place.ariaLabel = place.dataset['name']!
  let drawn = 0
  new ResizeObserver(() => {
    const width = Math.floor(place.clientWidth)
    if (width === drawn || width === 0) return
    drawn = width
    const picture = draw(chart, width)
    picture.ariaHidden = 'true'
    place.replaceChildren(picture)
  }).observe(place)
}

for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sortable]')) makeSortable(table)

function draw(chart: Chart, width: number): Element {
  switch (chart.kind) {
    case 'bars': return drawBars(chart, width)
    case 'ratios': return drawRatios(chart, width)
    case 'lines': return drawLines(chart, width)
  }
}
