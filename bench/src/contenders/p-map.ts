// p-map: pMap for the whole, pMapIterable for the stream.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  package: 'p-map',
  map: {
    call: 'pMap',
    load: async () => {
      const { default: pMap } = await import('p-map')
      return ({ task, items, concurrency }) => pMap(items, task, { concurrency })
    },
  },
  stream: {
    call: 'pMapIterable',
    load: async () => {
      const { pMapIterable } = await import('p-map')
      return ({ task, items, concurrency }) => pMapIterable(items, task, { concurrency })
    },
  },
}
