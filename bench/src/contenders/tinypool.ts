// tinypool with child processes, item by item.

import { ONE_BY_ONE, oneByOne, openedForEach } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  package: 'tinypool',
  limit: ONE_BY_ONE,
  pool: { call: 'pool.run', load: async () => oneByOne((await import('../pools/tinypool.ts')).open) },
  cold: { call: 'a pool each, pool.run', load: async () => openedForEach((await import('../pools/tinypool.ts')).open) },
}
