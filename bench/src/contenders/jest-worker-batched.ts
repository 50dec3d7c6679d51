// jest-worker with child processes and batches made up by hand.

import { inBatches } from '../by-hand.ts'
import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  isSequential: true,
  package: 'jest-worker',
  pool: { call: 'pool.method, batches', load: async () => inBatches((await import('../pools/jest-worker.ts')).open) },
}
