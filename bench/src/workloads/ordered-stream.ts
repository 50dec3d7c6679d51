// The cost of handing results over one by one in input order, to a reader that takes them as they come.

import { CONCURRENCY, prepareTiny, tinyCases } from '../tiny-items.ts'
import type { Workload } from '../workload.ts'

export const workload: Workload = {
  title: `ordered stream of async no-ops, concurrency ${CONCURRENCY}`,
  way: 'stream',
  floor: 'generator-ring',
  cases: tinyCases({ metric: 'seconds', against: 'generator-ring', limit: 0.8 }),
  prepare: prepareTiny,
}
