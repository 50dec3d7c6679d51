// parmap on the event loop with every option in use that costs something with each item.

import type { Contender } from '../contender.ts'

const MINUTE_MS = 60_000

export const contender: Contender = {
  role: 'floor',
  package: '@parmap/async',
  map: {
    call: 'map, every option',
    load: async () => {
      const { map } = await import('@parmap/async')
      return ({ task, items, concurrency }) => {
        let told = 0
        return map(task, items, {
          concurrency,
          signal: new AbortController().signal,
          timeout: MINUTE_MS,
          retries: 2,
          onProgress: ({ completed }) => { told = completed },
          onOutcome: ({ index }) => { told = Math.max(told, index) },
        })
      }
    },
  },
}
