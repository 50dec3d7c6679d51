// The budgets of a run on the page: how many hold, and each of them, in words and not by colour alone.

import type { Element } from 'hast'
import { h } from 'hastscript'
import type { Document } from '../../document.ts'
import type { Verdict } from '../../verdict.ts'
import { BASELINE_METHOD, baselineLines, baselineText } from '../baseline-lines.ts'
import { budgetLines, verdictCounts } from '../budget-lines.ts'
import { scrollBox } from './scroll-box.ts'

const SIGNS: Readonly<Record<Verdict, string>> = { pass: '✓', fail: '✗', inconclusive: '?' }

/** A sentence, and a table of all budgets. */
export function verdictsSection(document: Document): Element {
  const lines = document.workloads.flatMap(({ name, cases }) => cases.flatMap((case_) =>
    budgetLines(case_).map(({ verdict, claim, found }) => h('tr', [
      h('th', { scope: 'row' }, [verdictMark(verdict)]),
      h('td', name),
      h('td', case_.name),
      h('td', { class: 'sentence' }, claim),
      h('td', found),
    ]))))
  return h('section', { id: 'verdicts' }, [
    h('h2', 'Budgets'),
    h('p', [h('strong', verdictCounts(document)), '. Pass and fail are beyond the error; everything else is inconclusive.']),
    ...lines.length === 0 ? [] : [scrollBox('Budgets', h('table', [
      h('caption', 'What parmap is to keep, and what was found: the ratio, the interval that holds the true one with at least 95 %, and the rounds.'),
      h('thead', [h('tr', ['verdict', 'workload', 'case', 'budget', 'found'].map((text) => h('th', { scope: 'col' }, text)))]),
      h('tbody', lines),
    ]))],
  ])
}

/** The same for the ratios beside the baseline; none where there is no baseline. */
export function baselineSection({ baseline, environment: { node } }: Document): Element[] {
  if (baseline === undefined) return []
  const rows = baselineLines(baseline).map(({ verdict, workload, case: name, what, before, now, change }) => h('tr', [
    h('th', { scope: 'row' }, [verdictMark(verdict)]),
    h('td', workload),
    h('td', name),
    h('td', { class: 'sentence' }, what),
    ...[before, now, change].map((text) => h('td', text)),
  ]))
  return [h('section', { id: 'baseline' }, [
    h('h2', 'Beside the baseline'),
    h('p', baselineText(baseline, node)),
    ...rows.length === 0 ? [] : [scrollBox('Beside the baseline', h('table', [
      h('caption', BASELINE_METHOD),
      h('thead', [h('tr', ['verdict', 'workload', 'case', 'ratio', 'was', 'is', 'change'].map((text) => h('th', { scope: 'col' }, text)))]),
      h('tbody', rows),
    ]))],
  ])]
}

function verdictMark(verdict: Verdict): Element {
  return h('span', { class: ['verdict', verdict] }, [h('span', { ariaHidden: 'true' }, `${SIGNS[verdict]} `), verdict])
}
