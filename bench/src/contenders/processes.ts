// parmap on child processes.

import type { Contender } from '../contender.ts'
import { openOnce, openOurs, streamOurs } from '../our-pools.ts'

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/processes',
  pool: { call: 'executor.map', load: async () => openOurs((await import('@parmap/processes')).processExecutor) },
  cold: { call: 'map', load: async () => openOnce((await import('@parmap/processes')).map) },
  flow: { call: 'executor.imap', load: async () => streamOurs((await import('@parmap/processes')).processExecutor) },
}
