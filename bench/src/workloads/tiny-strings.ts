// What a text of 15 characters costs on its way to a worker and back. Python's side of it is
// python/workloads/tiny-strings.py.

import { integers } from '../integers.ts'
import { prepareTinyPooled, tinyPooledCases } from '../tiny-pooled.ts'
import { WORKERS } from '../workers.ts'
import type { Workload } from '../workload.ts'

export const task = (text: string): string => `${text}!`

export const workload: Workload = {
  title: `texts of 15 characters, ${WORKERS} workers`,
  way: 'pool',
  floor: 'piscina-batched',
  cases: tinyPooledCases({ threads: 0.6, processes: 0.9 }),
  prepare: ({ items }) => prepareTinyPooled(import.meta.url, task, integers(items).map((n) => `item-${String(n).padStart(10, '0')}`), 10_000),
}
