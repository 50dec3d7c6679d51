// What a small object costs on its way to a worker and back. Python's side of it is python/workloads/tiny-objects.py.

import { integers } from '../integers.ts'
import { prepareTinyPooled, tinyPooledCases } from '../tiny-pooled.ts'
import { WORKERS } from '../workers.ts'
import type { Workload } from '../workload.ts'

interface Small {
  readonly id: number
  readonly name: string
  readonly tags: readonly string[]
}

export const task = ({ id, name, tags }: Small): Small => ({ id: id + 1, name, tags })

export const workload: Workload = {
  title: `objects { id, name, tags }, ${WORKERS} workers`,
  way: 'pool',
  floor: 'piscina-batched',
  cases: tinyPooledCases({ threads: 0.8, processes: 1 }),
  prepare: ({ items }) => prepareTinyPooled(import.meta.url, task, integers(items).map((id) => ({ id, name: `item-${id}`, tags: ['a', 'b'] })), 2_000),
}
