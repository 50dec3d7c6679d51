// The founding table: N sleeps of a second, all at once. What is above the second is the price of N waiting items. Each
// process runs it once: who waits for a second is asked for his first answer, and a second would tell little more.
// Python's side of it is python/workloads/sleeps.py.

import { QUICK, type Budget, type Case, type Workload } from '../workload.ts'
import { shortCase } from '../short.ts'
import { LEAST_ROUNDS } from '../verdict.ts'
import { increment, integers } from '../integers.ts'

interface SleepCase extends Case {
  readonly ms: number
  readonly idle: number
}

const SECOND_MS = 1_000
const QUICK_MS = 100

const within = (limit: number): Budget => ({ metric: 'seconds', against: 'promise-all', limit })

const sleeps = (items: number, ...budgets: Budget[]): SleepCase => ({
  name: items.toLocaleString('en'),
  items,
  concurrency: items,
  ms: SECOND_MS,
  idle: 1,
  when: 'always',
  deadline: 30,
  effort: { rounds: LEAST_ROUNDS, seconds: 1, leastRounds: 1 },
  fullEffort: { rounds: 8, seconds: 2, leastRounds: 2 },
  budgets,
})

const cases: readonly SleepCase[] = [
  { ...sleeps(10, within(1.03)), when: 'full' },
  { ...sleeps(100, within(1.03)), when: 'full' },
  sleeps(500, within(1.03)),
  sleeps(5_000, within(1.03)),
  sleeps(50_000, within(1.12)),
  {
    ...sleeps(1_000_000, within(1.6), { metric: 'peakBytes', against: 'promise-all', limit: 1.25 }),
    when: 'full',
    deadline: 300,
    fullEffort: { rounds: LEAST_ROUNDS, seconds: 10, leastRounds: 1 },
  },
  shortCase(sleeps(5_000), 21, [{ ...within(1.03), of: 'parmap' }]),
  { ...sleeps(10, within(1.03)), ms: QUICK_MS, idle: 0.1, when: 'quick', effort: QUICK },
]

export const workload: Workload<SleepCase> = {
  title: 'N sleeps of 1 s, all at once',
  way: 'map',
  floor: 'promise-all',
  cases,
  prepare: ({ items, ms }) => ({
    task: (n) => new Promise((resolve) => { setTimeout(resolve, ms, (n as number) + 1) }),
    items: integers(items),
    expected: () => integers(items).map(increment),
  }),
}
