// What a number costs on its way to a worker and back. Python's side of it is python/workloads/tiny-numbers.py.

import { increment, integers } from '../integers.ts'
import { shortCase } from '../short.ts'
import { prepareTinyPooled, tinyPooledCases } from '../tiny-pooled.ts'
import { WORKERS } from '../workers.ts'
import type { Workload } from '../workload.ts'

export const task = increment

const cases = tinyPooledCases({ threads: 0.5, processes: 0.6 })

export const workload: Workload = {
  title: `numbers, x + 1, ${WORKERS} workers`,
  way: 'pool',
  floor: 'piscina-batched',
  cases: [...cases, shortCase(cases[0], 50, [
    { of: 'threads', metric: 'seconds', against: 'python multiprocessing', limit: 0.5 },
    { of: 'threads', metric: 'seconds', against: 'piscina-batched', limit: 0.8 },
    { of: 'processes', metric: 'seconds', against: 'python multiprocessing', limit: 0.6 },
  ])],
  prepare: ({ items }) => prepareTinyPooled(import.meta.url, task, integers(items), 10_000),
}
