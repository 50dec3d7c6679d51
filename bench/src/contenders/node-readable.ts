// Node's own streams: Readable.map.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  stream: {
    call: 'Readable.map',
    load: async () => {
      const { Readable } = await import('node:stream')
      return ({ task, items, concurrency }) => Readable.from(items).map(task, { concurrency })
    },
  },
}
