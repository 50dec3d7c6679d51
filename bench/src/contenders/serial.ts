// A loop in the program's own thread: what one core does, without a message.

import type { Contender } from '../contender.ts'
import { loadTask, runBatch } from '../pool-workers/pooled-task.ts'

export const contender: Contender = {
  role: 'floor',
  sharesMemory: true,
  isSequential: true,
  pool: {
    call: 'for',
    load: async () => (pooled) => {
      const loading = loadTask(pooled)
      return async (items) => runBatch(await loading, items)
    },
  },
}
