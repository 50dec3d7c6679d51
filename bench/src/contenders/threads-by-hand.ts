// parmap on worker threads, with the batch size that was found to be best by hand: what the automatic one is measured by.

import type { Contender } from '../contender.ts'
import { openOurs } from '../our-pools.ts'

export const contender: Contender = {
  role: 'floor',
  sharesMemory: true,
  package: '@parmap/threads',
  pool: {
    call: 'executor.map, batchSize',
    load: async () => openOurs((await import('@parmap/threads')).threadExecutor, ({ batchSize }) => ({ batchSize })),
  },
}
