// poolifier with worker threads, item by item.

import { movedOneByOne, ONE_BY_ONE, oneByOne } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

// No way `cold`: what its `destroy` gives often never settles (5.3.2), for a worker may close its port before it has been heard.
// Without a queue it hands each call to a worker at once, which starts it: no bound at all.
export const contender: Contender = {
  role: 'peer',
  sharesMemory: true,
  package: 'poolifier',
  limit: ONE_BY_ONE,
  pool: { call: 'pool.execute', load: async () => oneByOne((await import('../pools/poolifier.ts')).open) },
  move: { call: 'pool.execute, transfer', load: async () => movedOneByOne((await import('../pools/poolifier.ts')).open) },
}
