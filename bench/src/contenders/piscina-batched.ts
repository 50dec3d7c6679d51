// piscina with worker threads and batches made up by hand.

import { inBatches, movedInBatches } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  sharesMemory: true,
  isSequential: true,
  package: 'piscina',
  pool: { call: 'pool.run, batches', load: async () => inBatches((await import('../pools/piscina.ts')).open) },
  move: { call: 'pool.run, batches, transfer', load: async () => movedInBatches((await import('../pools/piscina.ts')).open) },
}
