// workerpool with worker threads and batches made up by hand.

import { inBatches, movedInBatches } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  sharesMemory: true,
  isSequential: true,
  package: 'workerpool',
  pool: { call: 'pool.exec, batches', load: async () => inBatches((await import('../pools/workerpool.ts')).open) },
  move: { call: 'pool.exec, batches, transfer', load: async () => movedInBatches((await import('../pools/workerpool.ts')).open) },
}
