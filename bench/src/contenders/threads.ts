// parmap on worker threads.

import type { Contender } from '../contender.ts'
import { openMoving, openOnce, openOurs, streamOurs } from '../our-pools.ts'

export const contender: Contender = {
  role: 'ours',
  sharesMemory: true,
  package: '@parmap/threads',
  pool: { call: 'executor.map', load: async () => openOurs((await import('@parmap/threads')).threadExecutor) },
  cold: { call: 'map', load: async () => openOnce((await import('@parmap/threads')).map) },
  move: { call: 'executor.map, move', load: async () => openMoving((await import('@parmap/threads')).threadExecutor) },
  flow: { call: 'executor.imap', load: async () => streamOurs((await import('@parmap/threads')).threadExecutor) },
}
