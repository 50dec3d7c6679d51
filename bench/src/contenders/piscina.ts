// piscina with worker threads, item by item.

import { movedOneByOne, ONE_BY_ONE, oneByOne, openedForEach } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  sharesMemory: true,
  package: 'piscina',
  limit: ONE_BY_ONE,
  pool: { call: 'pool.run', load: async () => oneByOne((await import('../pools/piscina.ts')).open) },
  cold: { call: 'a pool each, pool.run', load: async () => openedForEach((await import('../pools/piscina.ts')).open) },
  move: { call: 'pool.run, transfer', load: async () => movedOneByOne((await import('../pools/piscina.ts')).open) },
}
