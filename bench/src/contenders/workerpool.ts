// workerpool with worker threads, item by item.

import { ONE_BY_ONE, oneByOne } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  isSequential: true,
  package: 'workerpool',
  limit: ONE_BY_ONE,
  pool: { call: 'pool.exec', load: async () => oneByOne((await import('../pools/workerpool.ts')).open) },
}
