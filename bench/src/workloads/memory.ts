// Whether anything piles up while items stream through: they come from a generator, and the reader keeps nothing, so the
// memory of many is to be that of few. Each process runs it once. Python's side of it is python/workloads/memory.py.

import { Digest } from '../digest.ts'
import { increment } from '../integers.ts'
import { CONCURRENCY } from '../tiny-items.ts'
import { LEAST_ROUNDS } from '../verdict.ts'
import { WORKERS } from '../workers.ts'
import { QUICK, type Case, type Workload } from '../workload.ts'

interface FlowCase extends Case {
  /** For Python's pools, as `concurrency` is for the event loop. */
  readonly workers: number
}

export const task = increment

function* upTo(count: number): Generator<number, void, undefined> {
  for (let n = 0; n < count; n++) yield n
}

const flow = (items: number): FlowCase => ({
  name: `${items.toLocaleString('en')} items`,
  items,
  concurrency: CONCURRENCY,
  workers: WORKERS,
  when: 'always',
  deadline: 300,
  effort: { rounds: LEAST_ROUNDS, seconds: 1, leastRounds: 1 },
  budgets: [{ of: 'parmap', metric: 'peakBytes', against: 'generator-ring', limit: 1.25 }],
})

export const workload: Workload<FlowCase> = {
  title: `a stream of numbers that nobody holds, concurrency ${CONCURRENCY} or ${WORKERS} workers`,
  way: 'flow',
  floor: 'generator-ring',
  cases: [flow(1_000_000), flow(10_000_000), { ...flow(10_000), when: 'quick', effort: QUICK }],
  prepare: ({ items }) => ({
    task: async (n) => task(n as number),
    pooled: { module: import.meta.url, name: 'task', workers: WORKERS, batchSize: 1 },
    items: [],
    source: () => upTo(items),
    expected: () => {
      const digest = new Digest()
      for (const n of upTo(items)) digest.add(task(n))
      return digest.end()
    },
  }),
}
