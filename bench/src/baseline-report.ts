// What a baseline holds of a run, and what is said of a later one beside it.

import type { Ratio } from './statistics.ts'
import type { Verdict } from './verdict.ts'
import type { Metric } from './workload.ts'

/** Ratios of one build differ by so much from one machine to another, and from one hour to another. */
export const TOLERANCE = 1.2

/** A ratio that a budget is about, as it was found. */
export interface BaseRatio extends Ratio {
  readonly workload: string
  readonly case: string
  readonly of: string
  readonly to: string
  readonly metric: Metric
}

/** What one run has left. */
export interface BaseRun {
  readonly node: string
  readonly cpu: string
  readonly startedAt: string
  readonly ratios: readonly BaseRatio[]
  /** The budgets that were missed beyond the error: `noop 1,000,000 items: time of parmap ≤ 1 × async`. */
  readonly missed: readonly string[]
}

/** A ratio beside that of the baseline. */
export interface Change {
  readonly workload: string
  readonly case: string
  readonly of: string
  readonly to: string
  readonly metric: Metric
  readonly before: Ratio
  readonly now: Ratio | undefined
  /** The one divided by the other; above 1, parmap has become slower. Its bounds are the widest that both intervals allow. */
  readonly change: Ratio | undefined
  /** Whether it is at most {@link TOLERANCE}. */
  readonly verdict: Verdict
}

/** How a run stands beside the baseline. */
export interface BaselineReport {
  readonly file: string
  /** Absent: the baseline has no run of this line of Node. */
  readonly run: Omit<BaseRun, 'ratios' | 'missed'> | undefined
  readonly changes: readonly Change[]
  /** Budgets that are missed beyond the error and were not when the baseline was taken. */
  readonly newlyMissed: readonly string[]
}
