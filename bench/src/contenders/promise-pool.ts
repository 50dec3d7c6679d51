// @supercharge/promise-pool, with results in the order of the items.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  package: '@supercharge/promise-pool',
  map: {
    call: 'useCorrespondingResults().process',
    load: async () => {
      const { PromisePool } = await import('@supercharge/promise-pool')
      return async ({ task, items, concurrency }) => {
        const { results } = await PromisePool.for(items).withConcurrency(concurrency).useCorrespondingResults().process(task)
        return results
      }
    },
  },
}
