// Coroutines × cores: many sleeps of a second, thousands at once in each of two workers.

import { integers, increment } from '../integers.ts'
import { WORKERS } from '../workers.ts'
import { QUICK, type Case, type Workload } from '../workload.ts'
import { LEAST_ROUNDS } from '../verdict.ts'

interface SleepCase extends Case {
  readonly perWorker: number
  readonly idle: number
}

/** A second, and what it costs beyond is the price of so many that wait. */
export const task = (n: number): Promise<number> => new Promise((resolve) => { setTimeout(resolve, 1_000, n + 1) })

const sleeps = (items: number): SleepCase => ({
  name: `${items.toLocaleString('en')} sleeps`,
  items,
  concurrency: items,
  perWorker: items / WORKERS,
  idle: 1,
  timesItems: true,
  when: 'always',
  deadline: 60,
  effort: { rounds: LEAST_ROUNDS, seconds: 2, leastRounds: 1 },
  repetition: { warmUpRuns: 1, warmUpSeconds: 0, steadyRuns: 1, steadySeconds: 0 },
  budgets: [],
})

export const workload: Workload<SleepCase> = {
  title: `sleeps of 1 s, all at once in ${WORKERS} workers`,
  way: 'pool',
  floor: 'piscina',
  cases: [sleeps(10_000), { ...sleeps(10), when: 'quick', effort: QUICK }],
  prepare: ({ items, perWorker }) => ({
    task: async (n) => task(n as number),
    pooled: { module: import.meta.url, name: 'task', workers: WORKERS, perWorker, batchSize: perWorker },
    items: integers(items),
    expected: () => integers(items).map(increment),
  }),
}
