// A workload on the page: what holds over all of its cases, then each case with its charts and its table.

import type { Element } from 'hast'
import { h } from 'hastscript'
import type { CaseReport, Document, Result, WorkloadReport } from '../../document.ts'
import { caseTable } from '../case-table.ts'
import { memoryChart, ratiosChart, timesChart } from '../case-charts.ts'
import { crossoverText } from '../crossover.ts'
import { concurrencyChart, costChart, payOffs } from '../throughput.ts'
import { figureOf } from './figure.ts'
import { foundingParts } from './founding-parts.ts'
import { scrollBox } from './scroll-box.ts'
import { caseTableElement } from './case-table-element.ts'

/** The workload's place on the page. */
export function idOf({ name }: WorkloadReport): string {
  return `workload-${name.replaceAll(/[^\w-]+/g, '-')}`
}

/** The whole section. */
export function workloadSection(document: Document, workload: WorkloadReport): Element {
  const { name, title, floor, cases } = workload
  const results = document.results.filter((result) => result.workload === name)
  const id = idOf(workload)
  return h('section', { id }, [
    h('h2', name),
    h('p', [`${title}. The floor, to which ratios refer, is `, h('code', floor), '.']),
    ...costParts(document, workload),
    ...figureOf(concurrencyChart(document, workload), `${name}: throughput against concurrency`, 'Throughput against the number of items at once, both axes logarithmic. Higher is better.'),
    ...name === 'sleeps' ? foundingParts(document) : [],
    ...cases.flatMap((case_, at) => caseParts(workload, case_, results, `${id}-${at + 1}`)),
  ])
}

function costParts(document: Document, workload: WorkloadReport): Element[] {
  const found = payOffs(document, workload)
  if (found.length === 0) return []
  const { name, floor } = workload
  const ours = found.filter(({ role }) => role === 'ours')
  return [
    h('h3', 'What an item has to cost'),
    ...ours.map(({ contender, crossover }) => h('p', { class: 'finding' }, [h('strong', contender), ` pay off ${crossoverText(crossover)}.`])),
    ...figureOf(costChart(document, workload), `${name}: throughput against the cost of an item`, `Throughput against the work in an item, both axes logarithmic. Where a line is above that of ${floor}, the contender pays off; vertical lines mark from where on ours do.`),
    scrollBox(`${name}: from which cost on contenders pay off`, h('table', [
      h('caption', `From which work an item on a contender stays ahead of ${floor}, by straight lines between the measured cases on logarithmic axes.`),
      h('thead', [h('tr', [h('th', { scope: 'col' }, 'contender'), h('th', { scope: 'col' }, 'pays off')])]),
      h('tbody', found.map(({ contender, crossover }) => h('tr', [h('th', { scope: 'row' }, contender), h('td', { class: 'sentence' }, crossoverText(crossover))]))),
    ])),
  ]
}

function caseParts(workload: WorkloadReport, case_: CaseReport, results: readonly Result[], id: string): Element[] {
  const table = caseTable(workload, case_, results)
  const name = `${workload.name}, ${case_.name}`
  const median = case_.repetition === null ? 'Median' : 'Steady median'
  return [
    h('h3', { id }, [case_.name, ...case_.complete ? [] : [' (not complete)']]),
    h('p', { class: 'quiet' }, `${case_.items.toLocaleString('en')} items, ${case_.concurrency.toLocaleString('en')} at once`),
    h('div', { class: 'pair' }, [
      ...figureOf(timesChart(table), `${name}: time`, `${median} of the rounds; the line is from the fastest to the slowest. Shorter is better.`),
      ...figureOf(ratiosChart(workload, case_, table), `${name}: ratio to ${workload.floor}`, `Time ÷ ${workload.floor}; the line is the interval that holds the true ratio with at least 95 %. Further left is better; a bar across is a budget.`),
    ]),
    ...figureOf(memoryChart(results, case_), `${name}: memory over time`, 'Resident memory over the time of one round.'),
    scrollBox(`${name}: all figures`, caseTableElement(`${name}: all figures`, table)),
  ]
}
