// What a number costs on its way to a worker and back. Python's side of it is python/workloads/tiny-numbers.py.

import { increment, integers } from '../integers.ts'
import { budgetsBeside, shortCase } from '../short.ts'
import { prepareTinyPooled, tinyPooledCases } from '../tiny-pooled.ts'
import { WORKERS } from '../workers.ts'
import type { Workload } from '../workload.ts'

export const task = increment

const cases = tinyPooledCases({ threads: 0.5, processes: 0.6 })

export const workload: Workload = {
  title: `numbers, x + 1, ${WORKERS} workers`,
  way: 'pool',
  floor: 'piscina-batched',
  cases: [...cases, shortCase(cases[0], 50, budgetsBeside(cases[0].budgets, ['python multiprocessing', 'piscina-batched']))],
  prepare: ({ items }) => prepareTinyPooled(import.meta.url, task, integers(items), 10_000),
}
