// What a pool costs that is opened, used and closed: 20 maps of 10 items, each with a pool of its own. Beside short-maps,
// where 50 of them share one. Python's side of it is python/workloads/cold-pool.py.

import { increment, integers } from '../integers.ts'
import { WORKERS } from '../workers.ts'
import { QUICK, type Case, type Workload } from '../workload.ts'
import { LEAST_ROUNDS } from '../verdict.ts'

const ITEMS_EACH = 10

export const task = increment

const maps = (count: number): Case => ({
  name: `${count} maps`,
  items: count * ITEMS_EACH,
  concurrency: WORKERS,
  when: 'always',
  deadline: 120,
  effort: { rounds: LEAST_ROUNDS, seconds: 5, leastRounds: 1 },
  budgets: [],
})

export const workload: Workload = {
  title: `maps of ${ITEMS_EACH} items, a pool of ${WORKERS} workers for each`,
  way: 'cold',
  floor: 'piscina',
  cases: [maps(20), { ...maps(2), when: 'quick', effort: QUICK }],
  prepare: ({ items }) => ({
    task: async (n) => task(n as number),
    pooled: { module: import.meta.url, name: 'task', workers: WORKERS, batchSize: ITEMS_EACH, maps: items / ITEMS_EACH },
    items: integers(items),
    expected: () => integers(items).map(increment),
  }),
}
