// The cost of handing results over one by one in input order, to a reader that takes them as they come.

import { QUICK, type Case, type Workload } from '../workload.ts'
import { increment, integers } from '../integers.ts'
import { WARMED } from '../repetition.ts'
import { LEAST_ROUNDS } from '../verdict.ts'

const CONCURRENCY = 100

const cases: readonly Case[] = [
  {
    name: '1,000,000 items',
    items: 1_000_000,
    concurrency: CONCURRENCY,
    when: 'always',
    deadline: 60,
    effort: { rounds: LEAST_ROUNDS, seconds: 3, leastRounds: 1 },
    fullEffort: { rounds: 10, seconds: 15, leastRounds: 2 },
    repetition: WARMED,
    budgets: [{ metric: 'seconds', against: 'generator-ring', limit: 0.8 }],
  },
  {
    name: '10,000 items',
    items: 10_000,
    concurrency: CONCURRENCY,
    when: 'quick',
    deadline: 60,
    effort: QUICK,
    repetition: { ...WARMED, warmUpRuns: 2, steadyRuns: 1 },
    budgets: [{ metric: 'seconds', against: 'generator-ring', limit: 0.8 }],
  },
]

export const workload: Workload = {
  title: `ordered stream of async no-ops, concurrency ${CONCURRENCY}`,
  way: 'stream',
  floor: 'generator-ring',
  cases,
  prepare: ({ items }) => ({ task: async (n) => (n as number) + 1, items: integers(items), expected: () => integers(items).map(increment) }),
}
