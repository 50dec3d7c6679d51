// parmap on child processes, with the batch size that was found to be best by hand: what the automatic one is measured by.

import type { Contender } from '../contender.ts'
import { openOurs } from '../our-pools.ts'

export const contender: Contender = {
  role: 'floor',
  package: '@parmap/processes',
  pool: {
    call: 'executor.map, batchSize',
    load: async () => openOurs((await import('@parmap/processes')).processExecutor, ({ batchSize }) => ({ batchSize })),
  },
}
