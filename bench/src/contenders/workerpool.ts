// workerpool with worker threads, item by item.

import { movedOneByOne, ONE_BY_ONE, oneByOne, openedForEach } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  sharesMemory: true,
  isSequential: true,
  package: 'workerpool',
  limit: ONE_BY_ONE,
  pool: { call: 'pool.exec', load: async () => oneByOne((await import('../pools/workerpool.ts')).open) },
  cold: { call: 'a pool each, pool.exec', load: async () => openedForEach((await import('../pools/workerpool.ts')).open) },
  move: { call: 'pool.exec, transfer', load: async () => movedOneByOne((await import('../pools/workerpool.ts')).open) },
}
