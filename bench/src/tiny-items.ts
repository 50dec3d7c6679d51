// The cases of workloads whose subject is the cost of one item: a million tasks that do as little as can still be checked.

import { increment, integers } from './integers.ts'
import { WARMED } from './repetition.ts'
import { LEAST_ROUNDS } from './verdict.ts'
import { QUICK, type Budget, type Case, type Prepared } from './workload.ts'

/** Items at once. */
export const CONCURRENCY = 100

/** A million items, measured warm; how they are run, and the budgets, are the caller's to add. */
const MILLION = {
  name: '1,000,000 items',
  items: 1_000_000,
  when: 'always',
  effort: { rounds: LEAST_ROUNDS, seconds: 3, leastRounds: 1 },
  fullEffort: { rounds: 10, seconds: 15, leastRounds: 2 },
  repetition: WARMED,
} as const satisfies Partial<Case>

/** A million items, and a quick case of fewer with the first of the budgets. */
export function millionCases(run: Pick<Case, 'concurrency' | 'deadline' | 'budgets'>, quickItems: number): readonly [million: Case, quick: Case] {
  const million: Case = { ...MILLION, ...run }
  const quick: Case = {
    ...million,
    name: `${quickItems.toLocaleString('en')} items`,
    items: quickItems,
    when: 'quick',
    effort: QUICK,
    repetition: { ...WARMED, warmUpRuns: 2, steadyRuns: 1 },
    budgets: run.budgets.slice(0, 1),
  }
  return [million, quick]
}

/** Of the event loop. */
export function tinyCases(...budgets: Budget[]): readonly [million: Case, quick: Case] {
  return millionCases({ concurrency: CONCURRENCY, deadline: 60, budgets }, 10_000)
}

/** Integers, each one more as its result. */
export function prepareTiny({ items }: Case): Prepared {
  return { task: async (n) => (n as number) + 1, items: integers(items), expected: () => integers(items).map(increment) }
}
