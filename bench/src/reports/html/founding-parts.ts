// The founding table on the page, beside what was measured here.

import type { Element } from 'hast'
import { h } from 'hastscript'
import type { Document } from '../../document.ts'
import { FOUNDING_ITEMS, FOUNDING_MACHINE, foundingChart, foundingRows, foundingText, type FoundingRow } from '../founding.ts'
import { figureOf } from './figure.ts'
import { scrollBox } from './scroll-box.ts'

/** Chart and table; none where no sleeps of a second were run. */
export function foundingParts(document: Document): Element[] {
  const rows = foundingRows(document)
  if (rows.length === 0) return []
  const there = rows.filter(({ source }) => source === 'elsewhere')
  return [
    h('h3', 'The founding table'),
    h('p', `Which parallel map can wait for many things at once? Times here, and those of ${FOUNDING_MACHINE}: another machine, so compare how they grow, not how long they take.`),
    ...figureOf(foundingChart(document), 'Time for N sleeps of a second', 'Seconds against the number of sleeps, both axes logarithmic. Dashed: the original figures. Lower is better; nobody can be below one second.'),
    scrollBox('The founding table', h('table', [
      h('caption', 'Seconds for N sleeps of a second, all at once'),
      h('thead', [h('tr', [h('th', { scope: 'col' }, 'contender'), ...FOUNDING_ITEMS.map((items) => h('th', { scope: 'col' }, items.toLocaleString('en')))])]),
      group('Measured here', rows.filter((row) => !there.includes(row))),
      group(`Measured on ${FOUNDING_MACHINE}`, there),
    ])),
  ]
}

function group(title: string, rows: readonly FoundingRow[]): Element {
  return h('tbody', [
    h('tr', [h('th', { scope: 'rowgroup', colSpan: 1 + FOUNDING_ITEMS.length, class: 'group' }, title)]),
    ...rows.map(({ label, source, seconds }) => h('tr', { class: source }, [
      h('th', { scope: 'row' }, label),
      ...seconds.map((value) => h('td', { class: 'number' }, foundingText(value))),
    ])),
  ])
}
