// The charts of one case: times, ratios to the floor, memory over time. In each, contenders stand as in the table.

import { labelOf, type CaseTable } from './case-table.ts'
import type { BarsChart, LinesChart, RatiosChart } from './chart.ts'
import type { CaseReport, Result, WorkloadReport } from '../document.ts'
import { duration, ratioText } from '../format.ts'

/** The median of every contender that has one, with its fastest and slowest round. */
export function timesChart({ rows }: CaseTable): BarsChart | undefined {
  const drawn = rows.flatMap(({ label, result: { role: source, median: value, min: low, max: high } }) =>
    value === undefined || low === undefined || high === undefined ? [] : [{ label, source, value, low, high, text: duration(value) }])
  return drawn.length === 0 ? undefined : { kind: 'bars', rows: drawn }
}

/** Everyone beside the floor, with the interval that holds the true ratio, and the budgets in which the floor is named. */
export function ratiosChart({ floor }: WorkloadReport, { comparisons, budgets }: CaseReport, { rows }: CaseTable): RatiosChart | undefined {
  const drawn = rows.flatMap(({ label, result: { contender, role: source } }) => {
    const found = comparisons.find(({ of, to, metric }) => of === contender && to === floor && metric === 'seconds')
    if (found === undefined) return []
    const { ratio: value, low, high } = found.ratio
    const budget = budgets.find(({ of, against, metric, as }) => of === contender && against === floor && metric === 'seconds' && as !== 'difference')
    return [{
      label, source, value, text: ratioText(found.ratio),
      ...(low === undefined || high === undefined ? {} : { low, high }),
      ...(budget === undefined ? {} : { limit: budget.limit }),
    }]
  })
  return drawn.length === 0 ? undefined : { kind: 'ratios', floor, rows: drawn }
}

/** Memory over the time of a run, of those whose memory was looked at. */
export function memoryChart(results: readonly Result[], { name }: CaseReport): LinesChart | undefined {
  const series = results.filter((result) => result.case === name).flatMap((result) => {
    const points = result.memory_over_time ?? []
    return points.length === 0 ? [] : [{ label: labelOf(result), source: result.role, points }]
  })
  if (series.length === 0) return undefined
  return {
    kind: 'lines',
    x: { label: 'since the start', unit: 'seconds', isLog: false },
    y: { label: 'resident memory', unit: 'bytes', isLog: false },
    series,
    marks: [],
  }
}
