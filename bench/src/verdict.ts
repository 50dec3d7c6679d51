// Says whether a budget is kept, as far as the figures can tell.

import type { Ratio } from './statistics.ts'

/** `fail` and `pass` are beyond the error; everything else is said to be inconclusive. */
export type Verdict = (typeof VERDICTS)[number]

/** All of them, the good news first. */
export const VERDICTS = ['pass', 'fail', 'inconclusive'] as const

/**
 * With fewer rounds not even the whole range of the ratios holds their true median with 95 % (1 − 2^(1 − n) < 0.95 for
 * n < 6), so no method could be sure.
 */
export const LEAST_ROUNDS = 6

/** Judges a ratio against the highest that keeps the budget. */
export function judge(ratio: Ratio | undefined, limit: number): Verdict {
  if (ratio?.low === undefined || ratio.high === undefined || ratio.rounds < LEAST_ROUNDS) return 'inconclusive'
  if (ratio.high <= limit) return 'pass'
  return ratio.low > limit ? 'fail' : 'inconclusive'
}
