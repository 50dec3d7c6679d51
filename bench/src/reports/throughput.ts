// Throughput over the cases of a workload: against the cost of an item, with the crossovers, and against concurrency.

import type { Role } from '../contender.ts'
import type { CaseReport, Document, Result, WorkloadReport } from '../document.ts'
import { costText } from '../format.ts'
import { labelOf } from './case-table.ts'
import type { Axis, LinesChart, Series } from './chart.ts'
import { findCrossover, type Crossover } from './crossover.ts'

/** From which cost of an item on a contender is ahead of the floor. */
export interface PayOff {
  readonly contender: string
  readonly role: Role
  readonly crossover: Crossover
}

/** A line needs so many points. */
const FEWEST_POINTS = 2

const THROUGHPUT: Axis = { label: 'throughput', unit: 'items a second', isLog: true }

/** Throughput against the cost of an item, the crossovers of ours marked; where fewer than two cases have items that all cost the same, none. */
export function costChart(document: Document, workload: WorkloadReport): LinesChart | undefined {
  const costs = costsOf(document, workload)
  if (costs.size < FEWEST_POINTS) return undefined
  const marks = payOffs(document, workload).flatMap(({ contender, role, crossover }) =>
    role === 'ours' && crossover.kind === 'at' ? [{ x: crossover.cost, text: `${contender}: ${costText(crossover.cost)}` }] : [])
  const x: Axis = { label: `work an item, as ${workload.floor} does it`, unit: 'seconds', isLog: true }
  return { kind: 'lines', x, y: THROUGHPUT, series: seriesOf(document, workload, ({ case: name }) => costs.get(name)), marks }
}

/** Of everyone but the floor, ours first. */
export function payOffs(document: Document, workload: WorkloadReport): PayOff[] {
  const costs = costsOf(document, workload)
  if (costs.size < FEWEST_POINTS) return []
  const others = inOrder(document, workload).filter(({ contender }) => contender !== workload.floor)
  return others.flatMap(({ contender, role }) => {
    const points = workload.cases.flatMap(({ name, comparisons }) => {
      const cost = costs.get(name)
      const ratio = comparisons.find(({ of, to, metric }) => of === contender && to === workload.floor && metric === 'seconds')?.ratio.ratio
      return cost === undefined || ratio === undefined ? [] : [{ cost, ratio }]
    })
    const crossover = findCrossover(points)
    return crossover === undefined ? [] : [{ contender, role, crossover }]
  })
}

/** Throughput against concurrency, where each case has another one; else none. */
export function concurrencyChart(document: Document, workload: WorkloadReport): LinesChart | undefined {
  const concurrencies = new Set(workload.cases.map(({ concurrency }) => concurrency))
  if (concurrencies.size < FEWEST_POINTS || concurrencies.size < workload.cases.length) return undefined
  const series = seriesOf(document, workload, ({ parameters }) => parameters.concurrency)
  return series.length === 0 ? undefined : { kind: 'lines', x: { label: 'items at once', unit: 'items', isLog: true }, y: THROUGHPUT, series, marks: [] }
}

/** Seconds that the floor takes for an item, by the names of the cases in which all items cost the same. */
function costsOf({ results }: Document, { name, floor, cases }: WorkloadReport): ReadonlyMap<string, number> {
  const even = (case_: CaseReport): boolean => case_.isEven
  return new Map(cases.filter(even).flatMap((case_) => {
    const found = results.find((result) => result.workload === name && result.case === case_.name && result.contender === floor)
    return found?.median === undefined ? [] : [[case_.name, found.median / found.parameters.items] as const]
  }))
}

/** A line for each contender; `xOf` tells where a case lies, or that it is no point. */
function seriesOf(document: Document, workload: WorkloadReport, xOf: (result: Result) => number | undefined): Series[] {
  return inOrder(document, workload).flatMap((one) => {
    const ofContender = document.results.filter((result) => result.workload === workload.name && result.contender === one.contender)
    const points = ofContender.flatMap((result) => {
      const x = xOf(result)
      return x === undefined || result.median === undefined ? [] : [[x, result.parameters.items / result.median] as const]
    })
    return points.length === 0 ? [] : [{ label: labelOf(one), source: one.role, points: points.toSorted(([a], [b]) => a - b) }]
  })
}

const ROLES: readonly Role[] = ['ours', 'floor', 'peer']

/** One result of each contender, ours first. */
function inOrder({ results }: Document, { name }: WorkloadReport): Result[] {
  const byContender = new Map(results.filter(({ workload }) => workload === name).map((result) => [result.contender, result]))
  return [...byContender.values()].toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role))
}
