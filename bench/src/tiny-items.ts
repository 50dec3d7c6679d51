// The cases of workloads whose subject is the cost of one item: a million tasks that do as little as can still be checked.

import { increment, integers } from './integers.ts'
import { WARMED } from './repetition.ts'
import { LEAST_ROUNDS } from './verdict.ts'
import { QUICK, type Budget, type Case, type Prepared } from './workload.ts'

/** Items at once. */
export const CONCURRENCY = 100

/** A million items, and a quick case with the first of the budgets. */
export function tinyCases(...budgets: Budget[]): readonly Case[] {
  return [
    {
      name: '1,000,000 items',
      items: 1_000_000,
      concurrency: CONCURRENCY,
      when: 'always',
      deadline: 60,
      effort: { rounds: LEAST_ROUNDS, seconds: 3, leastRounds: 1 },
      fullEffort: { rounds: 10, seconds: 15, leastRounds: 2 },
      repetition: WARMED,
      budgets,
    },
    {
      name: '10,000 items',
      items: 10_000,
      concurrency: CONCURRENCY,
      when: 'quick',
      deadline: 60,
      effort: QUICK,
      repetition: { ...WARMED, warmUpRuns: 2, steadyRuns: 1 },
      budgets: budgets.slice(0, 1),
    },
  ]
}

/** Integers, each one more as its result. */
export function prepareTiny({ items }: Case): Prepared {
  return { task: async (n) => (n as number) + 1, items: integers(items), expected: () => integers(items).map(increment) }
}
