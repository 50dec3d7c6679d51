// The cost of handing results over one by one in input order, to a reader that takes them as they come.

import { shortCase } from '../short.ts'
import { CONCURRENCY, prepareTiny, tinyCases } from '../tiny-items.ts'
import type { Budget, Workload } from '../workload.ts'

const budget: Budget = { metric: 'seconds', against: 'generator-ring', limit: 0.8 }
const cases = tinyCases(budget)

export const workload: Workload = {
  title: `ordered stream of async no-ops, concurrency ${CONCURRENCY}`,
  way: 'stream',
  floor: 'generator-ring',
  cases: [...cases, shortCase(cases[0], 35, [{ ...budget, of: 'parmap' }])],
  prepare: prepareTiny,
}
