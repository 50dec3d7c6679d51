// bluebird: Promise.map.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  package: 'bluebird',
  map: {
    call: 'Promise.map',
    load: async () => {
      const { default: Bluebird } = await import('bluebird')
      return async ({ task, items, concurrency }) => Bluebird.map(items, (item) => task(item), { concurrency })
    },
  },
}
