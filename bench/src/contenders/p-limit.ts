// p-limit: its own map over a limiter.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  package: 'p-limit',
  map: {
    call: 'limit.map',
    load: async () => {
      const { default: pLimit } = await import('p-limit')
      return ({ task, items, concurrency }) => pLimit(concurrency).map(items, task)
    },
  },
}
