// The cost of the map itself.

import { CONCURRENCY, prepareTiny, tinyCases } from '../tiny-items.ts'
import { FASTEST_PEER, type Workload } from '../workload.ts'

export const workload: Workload = {
  title: `async no-op, concurrency ${CONCURRENCY}`,
  way: 'map',
  floor: 'bare-lanes',
  cases: tinyCases({ metric: 'seconds', against: 'bare-lanes', limit: 1.5 }, { metric: 'seconds', against: FASTEST_PEER, limit: 1 }),
  prepare: prepareTiny,
}
