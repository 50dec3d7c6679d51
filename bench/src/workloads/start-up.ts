// What it costs to start the program parmap, beside Node without a program: 20 starts, one after the other.

import { QUICK, type Case, type Workload } from '../workload.ts'
import { LEAST_ROUNDS } from '../verdict.ts'

const starts = (items: number): Case => ({
  name: `${items} starts`,
  items,
  concurrency: 1,
  when: 'always',
  deadline: 60,
  effort: { rounds: LEAST_ROUNDS, seconds: 5, leastRounds: LEAST_ROUNDS },
  budgets: [{ metric: 'seconds', against: 'node-30-ms', limit: 1 }],
})

export const workload: Workload = {
  title: 'the start of a program that has nothing to do',
  way: 'start',
  floor: 'node',
  cases: [starts(20), { ...starts(2), when: 'quick', effort: QUICK }],
  prepare: ({ items }) => ({
    task: async () => 0,
    items: new Array(items).fill(undefined),
    expected: () => new Array(items).fill(0),
  }),
}
