// parmap on the event loop.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/async',
  map: {
    call: 'map',
    load: async () => {
      const { map } = await import('@parmap/async')
      return ({ task, items, concurrency }) => map(task, items, { concurrency })
    },
  },
  stream: {
    call: 'executor.imap',
    load: async () => {
      const { asyncExecutor } = await import('@parmap/async')
      return ({ task, items, concurrency }) => asyncExecutor({ concurrency }).imap(task, items)
    },
  },
}
