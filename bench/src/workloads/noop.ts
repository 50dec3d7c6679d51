// The cost of the map itself.

import { shortCase } from '../short.ts'
import { CONCURRENCY, prepareTiny, tinyCases } from '../tiny-items.ts'
import { FASTEST_PEER, type Budget, type Workload } from '../workload.ts'

const notFarBehind: Budget = { metric: 'seconds', against: 'bare-lanes', limit: 1.5 }
const ahead: Budget = { metric: 'seconds', against: FASTEST_PEER, limit: 1 }
const cases = tinyCases(notFarBehind, ahead)

export const workload: Workload = {
  title: `async no-op, concurrency ${CONCURRENCY}`,
  way: 'map',
  floor: 'bare-lanes',
  cases: [...cases, shortCase(cases[0], 34, [{ ...notFarBehind, of: 'parmap' }, { ...ahead, of: 'parmap', against: 'async' }])],
  prepare: prepareTiny,
}
