// parmap on child processes.

import type { Contender } from '../contender.ts'
import { openOurs } from '../our-pools.ts'

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/processes',
  pool: { call: 'executor.map', load: async () => openOurs((await import('@parmap/processes')).processExecutor) },
}
