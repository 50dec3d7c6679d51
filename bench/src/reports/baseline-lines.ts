// A run beside the baseline, in words. Knows no layout.

import { TOLERANCE, type BaselineReport } from '../baseline-report.ts'
import { ratioText } from '../format.ts'
import type { Verdict } from '../verdict.ts'
import { WORDS } from './budget-lines.ts'

/** A ratio, before and now. */
export interface BaselineLine {
  readonly verdict: Verdict
  readonly workload: string
  readonly case: string
  /** `time of parmap ÷ bare-lanes`. */
  readonly what: string
  readonly before: string
  readonly now: string
  /** `1.02 (0.97–1.08)`: above 1, parmap has become slower. */
  readonly change: string
}

/** What the lines say. */
export const BASELINE_METHOD = `Change: the ratio now ÷ that of the baseline, in brackets the widest interval that both allow. Up to ${TOLERANCE} it passes: so much one build differs between two machines.`

/** One for each ratio that both have. */
export function baselineLines({ changes }: BaselineReport): BaselineLine[] {
  return changes.map(({ workload, case: name, of, to, metric, before, now, change, verdict }) => ({
    verdict,
    workload,
    case: name,
    what: `${WORDS[metric]} of ${of} ÷ ${to}`,
    before: ratioText(before),
    now: now === undefined ? 'not measured' : ratioText(now),
    change: change === undefined ? '' : ratioText(change),
  }))
}

/** What it is set beside, and what that says at a glance. */
export function baselineText({ file, run, changes, newlyMissed }: BaselineReport, node: string): string {
  if (run === undefined) return `${file} knows no run of this line of Node (${node}): there are the budgets alone${missedText(newlyMissed)}.`
  const slower = changes.filter(({ verdict }) => verdict === 'fail').length
  return `Beside the baseline of Node ${run.node} (${run.cpu}, ${run.startedAt.slice(0, 10)}): ${slower === 0 ? 'nothing is slower' : `${slower} slower`} beyond the error${missedText(newlyMissed)}.`
}

function missedText(missed: readonly string[]): string {
  return missed.length === 0 ? '; no budget is missed that was not' : `; missed now: ${missed.join('; ')}`
}
