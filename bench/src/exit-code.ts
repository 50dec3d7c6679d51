// What a finished run tells the shell.

import type { Document } from './document.ts'

/** One of ours gave wrong results, crashed or hung. */
const OURS_FAILED = 1

/** A command line that cannot be followed; nothing has run. */
export const USAGE = 2

/** Beside the baseline, something has become slower beyond the error, or a budget is missed that was not. */
const BEHIND_BASELINE = 3

/** 0, or one of those above. A peer's failure and a budget that is known to be missed are findings, not failures of the run. */
export function exitCodeOf({ results, baseline }: Pick<Document, 'results' | 'baseline'>): number {
  const isSound = results.filter(({ role }) => role === 'ours').every(({ status }) => status === 'measured' || status === 'not-run')
  if (!isSound) return OURS_FAILED
  const isBehind = baseline !== undefined && (baseline.newlyMissed.length > 0 || baseline.changes.some(({ verdict }) => verdict === 'fail'))
  return isBehind ? BEHIND_BASELINE : 0
}
