// p-queue: one function per item, all added at once.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  package: 'p-queue',
  map: {
    call: 'queue.addAll',
    load: async () => {
      const { default: PQueue } = await import('p-queue')
      return ({ task, items, concurrency }) => new PQueue({ concurrency }).addAll(items.map((item) => () => task(item)))
    },
  },
}
