// Says whether a budget is kept, as far as the figures can tell.

import type { Bounds } from './statistics.ts'

/** `fail` and `pass` are beyond the error; everything else is said to be inconclusive. */
export type Verdict = (typeof VERDICTS)[number]

/** All of them, the good news first. */
export const VERDICTS = ['pass', 'fail', 'inconclusive'] as const

/**
 * With fewer rounds not even the whole range of them holds their true median with 95 % (1 − 2^(1 − n) < 0.95 for
 * n < 6), so no method could be sure.
 */
export const LEAST_ROUNDS = 6

/** Judges a ratio or a difference against the highest that keeps the budget. */
export function judge(found: Bounds | undefined, limit: number): Verdict {
  if (found?.low === undefined || found.high === undefined || found.rounds < LEAST_ROUNDS) return 'inconclusive'
  if (found.high <= limit) return 'pass'
  return found.low > limit ? 'fail' : 'inconclusive'
}
