// poolifier with worker threads and batches made up by hand.

import { inBatches, movedInBatches } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  sharesMemory: true,
  isSequential: true,
  package: 'poolifier',
  pool: { call: 'pool.execute, batches', load: async () => inBatches((await import('../pools/poolifier.ts')).open) },
  move: { call: 'pool.execute, batches, transfer', load: async () => movedInBatches((await import('../pools/poolifier.ts')).open) },
}
