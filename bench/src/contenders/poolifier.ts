// poolifier with worker threads, item by item.

import { movedOneByOne, ONE_BY_ONE, oneByOne, openedForEach } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

// Without a queue it hands each call to a worker at once, which starts it: no bound at all.
export const contender: Contender = {
  role: 'peer',
  package: 'poolifier',
  limit: ONE_BY_ONE,
  pool: { call: 'pool.execute', load: async () => oneByOne((await import('../pools/poolifier.ts')).open) },
  cold: { call: 'a pool each, pool.execute', load: async () => openedForEach((await import('../pools/poolifier.ts')).open) },
  move: { call: 'pool.execute, transfer', load: async () => movedOneByOne((await import('../pools/poolifier.ts')).open) },
}
