// streaming-iterables: parallelMap.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  package: 'streaming-iterables',
  stream: {
    call: 'parallelMap',
    load: async () => {
      const { parallelMap } = await import('streaming-iterables')
      return ({ task, items, concurrency }) => parallelMap(concurrency, task, items)
    },
  },
}
