// The cost of the map itself.

import { shortCase } from '../short.ts'
import { CONCURRENCY, prepareTiny, tinyCases } from '../tiny-items.ts'
import { FASTEST_PEER, type Workload } from '../workload.ts'

const cases = tinyCases({ metric: 'seconds', against: 'bare-lanes', limit: 1.5 }, { metric: 'seconds', against: FASTEST_PEER, limit: 1 })

export const workload: Workload = {
  title: `async no-op, concurrency ${CONCURRENCY}`,
  way: 'map',
  floor: 'bare-lanes',
  cases: [...cases, shortCase(cases[0], 34, [{ of: 'parmap', metric: 'seconds', against: 'bare-lanes', limit: 1.5 }, { of: 'parmap', metric: 'seconds', against: 'async', limit: 1 }])],
  prepare: prepareTiny,
}
