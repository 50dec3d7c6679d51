// A run for the terminal: made from the document alone. Plain text, so that it can be piped.

import Table from 'cli-table3'
import type { CaseReport, Document, Result, WorkloadReport } from './document.ts'
import type { Role } from './contender.ts'
import { duration, megabytes } from './format.ts'
import type { BaselineReport } from './baseline-report.ts'
import { BASELINE_METHOD, baselineLines, baselineText } from './reports/baseline-lines.ts'
import { budgetLines } from './reports/budget-lines.ts'
import { loadText, versionsText } from './reports/facts.ts'
import { caseTable, labelOf, markOf, ratioCell, spreadCell } from './reports/case-table.ts'

/** The machine, the runtimes, and which version of whom. */
export function header(document: Document): string {
  const { environment: e, seed } = document
  return [
    `${e.cpu}, ${e.cores} cores${e.quota === undefined ? '' : ` (quota ${e.quota})`}, ${megabytes(e.memoryBytes)}, ${e.system}`,
    `Node ${e.node} (V8 ${e.v8}, ${e.nodeFlags.join(' ')}), Python ${e.python ?? 'missing'}; load ${loadText(e.load)}; seed ${seed}`,
    versionsText(document),
  ].join('\n')
}

/** A workload: a table of all that was measured, or a grid where it has several cases (`isDetailed`: a table for each). */
export function workloadText(document: Document, workload: WorkloadReport, isDetailed: boolean): string {
  const results = document.results.filter((result) => result.workload === workload.name)
  const tables = workload.cases.length === 1 || isDetailed
    ? workload.cases.map((case_) => `${case_.name}${case_.complete ? '' : ' (not complete)'}\n${detail(workload, case_, results)}`)
    : [grid(workload, results)]
  return [`\n${workload.title}`, ...tables, ...workload.cases.flatMap(verdictLines)].join('\n')
}

const GRID_NOTE = 'First line: median and its spread (MAD); second: ratio to the floor. Memory, and ours beside each peer: with --details, or in the JSON.'

const VERDICT_WIDTH = 12 // of the longest

/** Floors first, then ours: what a reader looks for. */
const ROLES: readonly Role[] = ['floor', 'ours', 'peer']

function detail(workload: WorkloadReport, case_: CaseReport, results: readonly Result[]): string {
  const { columns, rows } = caseTable(workload, case_, results)
  const table = plainTable(['contender', 'call', ...columns])
  for (const { label, result: { call }, cells, mark } of rows) {
    if (mark === undefined) table.push([label, call, ...cells.map(({ text }) => text)])
    else table.push([label, call, { content: mark, colSpan: columns.length }])
  }
  return table.toString()
}

function grid({ floor, cases }: WorkloadReport, results: readonly Result[]): string {
  const table = plainTable(['contender', ...cases.map(({ name }) => name)])
  const inOrder = results.toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))
  for (const contender of new Set(inOrder.map((result) => result.contender))) {
    const ofContender = results.filter((result) => result.contender === contender)
    const cells = cases.map(({ name, comparisons }) => {
      const result = ofContender.find((one) => one.case === name)!
      if (result.median === undefined) return result.status
      const ratio = contender === floor ? 'the floor' : ratioCell(comparisons, contender, floor).text
      return `${duration(result.median)} ${spreadCell(result).text}\n${ratio}`
    })
    table.push([`${labelOf(ofContender[0]!)}\n${ofContender[0]!.call}`, ...cells])
  }
  const marks = inOrder.filter(({ reason }) => reason !== undefined).map((result) => `${result.contender}, ${result.case}: ${markOf(result)}`)
  return [table.toString(), GRID_NOTE, ...marks].join('\n')
}

function verdictLines(case_: CaseReport): string[] {
  return budgetLines(case_).map(({ verdict, claim, found }) => `${verdict.toUpperCase().padEnd(VERDICT_WIDTH)} ${case_.name}: ${claim}: ${found}`)
}

/** A run beside the baseline. */
export function baselineWords(report: BaselineReport, node: string): string {
  const lines = baselineLines(report).map(({ verdict, workload, case: name, what, before, now, change }) =>
    `${verdict.toUpperCase().padEnd(VERDICT_WIDTH)} ${workload}, ${name}: ${what}: was ${before}, is ${now}; change ${change}`)
  return [baselineText(report, node), ...lines, ...lines.length === 0 ? [] : [BASELINE_METHOD]].join('\n')
}

function plainTable(head: string[]): InstanceType<typeof Table> {
  return new Table({ head, style: { head: [], border: [], compact: true }, wordWrap: true })
}
