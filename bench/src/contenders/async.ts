// async: mapLimit. `asyncify` is what the library puts around an `async` function by itself, and what it wants around
// any other function that returns a promise.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  package: 'async',
  map: {
    call: 'mapLimit',
    load: async () => {
      const { asyncify, mapLimit } = await import('async')
      return ({ task, items, concurrency }) => mapLimit(items, concurrency, asyncify(task))
    },
  },
}
