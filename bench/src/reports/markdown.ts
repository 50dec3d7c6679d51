// A run as Markdown with GitHub's tables, for documents and for summaries of CI. Built as a tree, so that whatever a
// contender says stays text.

import type { PhrasingContent, Root, RootContent, TableCell } from 'mdast'
import { gfmTableToMarkdown } from 'mdast-util-gfm-table'
import { toMarkdown } from 'mdast-util-to-markdown'
import type { CaseReport, Document, WorkloadReport } from '../document.ts'
import { BASELINE_METHOD, baselineLines, baselineText } from './baseline-lines.ts'
import { budgetLines, verdictCounts } from './budget-lines.ts'
import { caseTable } from './case-table.ts'
import { crossoverText } from './crossover.ts'
import { factsOf, warningsOf } from './facts.ts'
import { FOUNDING_ITEMS, FOUNDING_MACHINE, foundingRows, foundingText } from './founding.ts'
import { payOffs } from './throughput.ts'

/** The same figures as in the terminal with `--details`. */
export function markdownOf(document: Document): string {
  const root: Root = {
    type: 'root',
    children: [
      heading(1, 'parmap: the bench'),
      ...warningsOf(document).map((warning) => paragraph({ type: 'strong', children: [words(warning)] })),
      table([['run', ''], ...factsOf(document).map(({ term, text }) => [term, text])]),
      ...budgets(document),
      ...baseline(document),
      ...document.workloads.flatMap((workload) => workloadParts(document, workload)),
      paragraph(words(document.method)),
    ],
  }
  return toMarkdown(root, { extensions: [gfmTableToMarkdown({ tablePipeAlign: false })] })
}

function budgets(document: Document): RootContent[] {
  const rows = document.workloads.flatMap(({ name, cases }) => cases.flatMap((case_) =>
    budgetLines(case_).map(({ verdict, claim, found }) => [verdict.toUpperCase(), name, case_.name, claim, found])))
  if (rows.length === 0) return []
  return [heading(2, 'Budgets'), paragraph(words(`${verdictCounts(document)}.`)), table([['verdict', 'workload', 'case', 'budget', 'found'], ...rows])]
}

function baseline({ baseline: report, environment: { node } }: Document): RootContent[] {
  if (report === undefined) return []
  const rows = baselineLines(report).map(({ verdict, workload, case: name, what, before, now, change }) => [verdict.toUpperCase(), workload, name, what, before, now, change])
  return [
    heading(2, 'Beside the baseline'),
    paragraph(words(baselineText(report, node))),
    ...rows.length === 0 ? [] : [table([['verdict', 'workload', 'case', 'ratio', 'was', 'is', 'change'], ...rows]), paragraph(words(BASELINE_METHOD))],
  ]
}

function workloadParts(document: Document, workload: WorkloadReport): RootContent[] {
  const { name, title, floor, cases } = workload
  const found = payOffs(document, workload)
  return [
    heading(2, name),
    paragraph(words(`${title}. The floor, to which ratios refer, is `), { type: 'inlineCode', value: floor }, words('.')),
    ...found.length === 0 ? [] : [table([['contender', `pays off beside ${floor}`], ...found.map(({ contender, crossover }) => [contender, crossoverText(crossover)])])],
    ...name === 'sleeps' ? founding(document) : [],
    ...cases.flatMap((case_) => caseParts(document, workload, case_)),
  ]
}

function founding(document: Document): RootContent[] {
  const rows = foundingRows(document)
  if (rows.length === 0) return []
  return [
    paragraph(words(`The founding table: seconds for N sleeps of a second. Rows marked * are from ${FOUNDING_MACHINE}.`)),
    table([
      ['contender', ...FOUNDING_ITEMS.map((items) => items.toLocaleString('en'))],
      ...rows.map(({ label, source, seconds }) => [source === 'elsewhere' ? `${label} *` : label, ...seconds.map(foundingText)]),
    ]),
  ]
}

function caseParts({ results }: Document, workload: WorkloadReport, case_: CaseReport): RootContent[] {
  const { columns, rows } = caseTable(workload, case_, results.filter((result) => result.workload === workload.name))
  return [
    heading(3, case_.complete ? case_.name : `${case_.name} (not complete)`),
    table([
      ['contender', 'call', ...columns],
      ...rows.map(({ label, result: { call }, cells, mark }) => [label, call, ...mark === undefined ? cells.map(({ text }) => text) : [mark]]),
    ]),
  ]
}

/** The first row is the head; missing cells at a row's end are empty. */
function table(rows: readonly (readonly string[])[]): RootContent {
  const width = rows[0]!.length
  const cell = (text: string | undefined): TableCell => ({ type: 'tableCell', children: text === undefined ? [] : [words(text)] })
  return { type: 'table', children: rows.map((row) => ({ type: 'tableRow', children: Array.from({ length: width }, (_, at) => cell(row[at])) })) }
}

function heading(depth: 1 | 2 | 3, text: string): RootContent {
  return { type: 'heading', depth, children: [words(text)] }
}

function paragraph(...children: PhrasingContent[]): RootContent {
  return { type: 'paragraph', children }
}

function words(value: string): PhrasingContent {
  return { type: 'text', value }
}
