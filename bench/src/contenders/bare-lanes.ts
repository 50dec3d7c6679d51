// As many loops as items may run at once, all taking from one index: the least that a bounded map can cost.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'floor',
  map: {
    call: 'loops over one index',
    load: async () => async ({ task, items, concurrency }) => {
      const results = new Array<unknown>(items.length)
      let next = 0
      const lane = async (): Promise<void> => {
        while (next < items.length) {
          const index = next++
          results[index] = await task(items[index])
        }
      }
      await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane))
      return results
    },
  },
}
