// The baseline: ratios of an earlier run, one set for each line of Node, beside which a run is set to see whether parmap has
// become slower. Ratios only: times are of a machine.

import { readFileSync } from 'node:fs'
import { TOLERANCE, type BaselineReport, type BaseRatio, type BaseRun, type Change } from './baseline-report.ts'
import type { Judged } from './comparison.ts'
import type { Document } from './document.ts'
import { parseJson } from './parse-json.ts'
import { budgetLines } from './reports/budget-lines.ts'
import { judge } from './verdict.ts'

/** The file: a run for each line of Node, by its major version. */
export interface Baseline {
  readonly schema: typeof SCHEMA
  readonly runs: Readonly<Record<string, BaseRun>>
}

const SCHEMA = 1

/** Reads a file. @throws that names it, where it is none of this program */
export function readBaseline(file: string): Baseline {
  const value = parseJson(readFileSync(file, 'utf8'))
  if (typeof value !== 'object' || value === null || !('schema' in value && 'runs' in value) || value.schema !== SCHEMA) {
    throw new Error(`${file} is not a baseline: expected JSON with "schema": ${SCHEMA} and "runs"`)
  }
  return value as Baseline
}

/** The baseline with this run as that of its line of Node. @param before undefined: there is none yet */
export function withRun(before: Baseline | undefined, document: Document): Baseline {
  const { environment: { node, cpu }, startedAt } = document
  const ratios = judgedOf(document).flatMap(({ workload, name, judged: { of, to, metric, ratio } }) =>
    (ratio === undefined || to === undefined ? [] : [{ workload, case: name, of, to, metric, ...ratio }]))
  return { schema: SCHEMA, runs: { ...before?.runs, [majorOf(node)]: { node, cpu, startedAt, ratios, missed: missedIn(document) } } }
}

/** Sets a run beside the baseline. Differences are in no ratio: they are of a machine, and only their budgets count. */
export function compareWithBaseline(document: Document, { runs }: Baseline, file: string): BaselineReport {
  const base = runs[majorOf(document.environment.node)]
  const all = judgedOf(document)
  const changes = (base?.ratios ?? []).flatMap((before) => {
    const now = all.find(({ workload, name, judged: { of, to, metric } }) => workload === before.workload && name === before.case && of === before.of && to === before.to && metric === before.metric)
    return now === undefined ? [] : [changeOf(before, now.judged)]
  })
  const newlyMissed = missedIn(document).filter((budget) => base?.missed.includes(budget) !== true)
  return { file, run: base && { node: base.node, cpu: base.cpu, startedAt: base.startedAt }, changes, newlyMissed }
}

function changeOf({ workload, case: name, of, to, metric, ...before }: BaseRatio, { ratio: now }: Judged): Change {
  const facts = { workload, case: name, of, to, metric, before, now }
  if (now === undefined) return { ...facts, change: undefined, verdict: 'inconclusive' }
  const over = (one: number | undefined, other: number | undefined): number | undefined => (one === undefined || other === undefined ? undefined : one / other)
  const change = { ratio: now.ratio / before.ratio, low: over(now.low, before.high), high: over(now.high, before.low), rounds: Math.min(now.rounds, before.rounds) }
  return { ...facts, change, verdict: judge(change, TOLERANCE) }
}

/** The budgets of a run that are missed beyond the error, in words. */
function missedIn(document: Document): string[] {
  return document.workloads.flatMap(({ name, cases }) => cases.flatMap((case_) =>
    budgetLines(case_).filter(({ verdict }) => verdict === 'fail').map(({ claim }) => `${name} ${case_.name}: ${claim}`)))
}

function judgedOf({ workloads }: Document): { readonly workload: string; readonly name: string; readonly judged: Judged }[] {
  return workloads.flatMap(({ name: workload, cases }) => cases.flatMap(({ name, budgets }) => budgets.map((judged) => ({ workload, name, judged }))))
}

function majorOf(node: string): string { return /\d+/.exec(node)![0] }
