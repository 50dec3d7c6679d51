// The budgets of a run in words. Knows no layout.

import type { CaseReport, Document } from '../document.ts'
import { differenceText, metricText, ratioText } from '../format.ts'
import type { Judged } from '../comparison.ts'
import { VERDICTS, type Verdict } from '../verdict.ts'
import type { Metric } from '../workload.ts'

/** A budget and how it stands. */
export interface BudgetLine {
  readonly verdict: Verdict
  /** `time of parmap ≤ 1.03 × promise-all`; of a difference: `time of parmap ≤ 30 ms more than node-nothing`. */
  readonly claim: string
  /** `1.02 (1.01–1.02), rounds: 6`. */
  readonly found: string
}

/** What a metric is of. */
export const WORDS: Readonly<Record<Metric, string>> = { seconds: 'time', firstSeconds: 'time of the first run', peakBytes: 'peak memory' }

/** The budgets of a case. */
export function budgetLines({ budgets }: CaseReport): BudgetLine[] {
  return budgets.map((judged) => {
    const { of, to, metric, limit, against, as, whereAtMost, verdict } = judged
    const other = to === undefined || to === against ? against : `${against} (${to})`
    const bound = as === 'difference' ? `${metricText(limit, metric)} more than` : `${Number(limit.toPrecision(3))} ×`
    const where = whereAtMost === undefined ? '' : `, where that comes to ${metricText(whereAtMost, metric)} at most`
    return { verdict, claim: `${WORDS[metric]} of ${of} ≤ ${bound} ${other}${where}`, found: foundText(judged) }
  })
}

function foundText({ metric, ratio, difference }: Judged): string {
  if (difference !== undefined) return `${differenceText(difference, metric)}, rounds: ${difference.rounds}`
  return ratio === undefined ? 'not measured' : `${ratioText(ratio)}, rounds: ${ratio.rounds}`
}

/** How many of each verdict there are: `12 pass, 0 fail, 3 inconclusive`. */
export function verdictCounts({ workloads }: Document): string {
  const all = workloads.flatMap(({ cases }) => cases.flatMap(({ budgets }) => budgets))
  return VERDICTS.map((verdict) => `${all.filter((judged) => judged.verdict === verdict).length} ${verdict}`).join(', ')
}
