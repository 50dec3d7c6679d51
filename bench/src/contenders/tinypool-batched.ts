// tinypool with child processes and batches made up by hand.

import { inBatches } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  isSequential: true,
  package: 'tinypool',
  pool: { call: 'pool.run, batches', load: async () => inBatches((await import('../pools/tinypool.ts')).open) },
}
