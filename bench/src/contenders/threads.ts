// parmap on worker threads.

import type { Contender } from '../contender.ts'
import { openOurs } from '../our-pools.ts'

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/threads',
  pool: { call: 'executor.map', load: async () => openOurs((await import('@parmap/threads')).threadExecutor) },
}
