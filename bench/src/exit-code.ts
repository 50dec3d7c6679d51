// What a finished run tells the shell.

import type { Document } from './document.ts'

/** One of ours gave wrong results, crashed or hung. */
const OURS_FAILED = 1

/** A command line that cannot be followed; nothing has run. */
export const USAGE = 2

/** 0, or {@link OURS_FAILED}. A peer's failure and a missed budget are findings, not failures of the run. */
export function exitCodeOf({ results }: Pick<Document, 'results'>): number {
  const isSound = results.filter(({ role }) => role === 'ours').every(({ status }) => status === 'measured' || status === 'not-run')
  return isSound ? 0 : OURS_FAILED
}
