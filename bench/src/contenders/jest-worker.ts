// jest-worker with child processes, item by item.

import { ONE_BY_ONE, oneByOne, openedForEach } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  isSequential: true,
  package: 'jest-worker',
  limit: ONE_BY_ONE,
  pool: { call: 'pool.method', load: async () => oneByOne((await import('../pools/jest-worker.ts')).open) },
  cold: { call: 'a pool each, pool.method', load: async () => openedForEach((await import('../pools/jest-worker.ts')).open) },
}
