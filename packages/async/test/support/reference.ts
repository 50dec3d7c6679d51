// What a run must come to, found out the simple way: one item after the other, one attempt after the other.

import type { Ending, RunCase } from './random-case.ts'

/** What must become of one item. */
export interface Expected {
  readonly index: number
  readonly status: 'fulfilled' | 'skipped' | 'rejected'
  readonly attempts: number
}

/** The outcome of every item, if nothing ends the run. */
export function outcomesOf({ items, retries }: RunCase): Expected[] {
  return items.map(({ as, attempts }, index) => {
    if (as === 'rejected') return { index, status: 'rejected', attempts: 0 }
    let attempt = 1
    while (endingOf(attempts, attempt) === 'throw' && attempt <= retries) attempt++
    const ending = endingOf(attempts, attempt)
    return { index, status: ending === 'value' ? 'fulfilled' : ending === 'skip' ? 'skipped' : 'rejected', attempts: attempt }
  })
}

/** What an attempt, counted from 1, does. */
export function attemptOf(attempts: RunCase['items'][number]['attempts'], attempt: number): RunCase['items'][number]['attempts'][number] {
  return attempts[Math.min(attempt, attempts.length) - 1]!
}

function endingOf(attempts: RunCase['items'][number]['attempts'], attempt: number): Ending {
  return attemptOf(attempts, attempt).ending
}
