// parmap on the event loop.

import type { Contender, Flow } from '../contender.ts'

const loadImap = async () => {
  const { asyncExecutor } = await import('@parmap/async')
  return ({ task, items, concurrency }: Flow) => asyncExecutor({ concurrency }).imap(task, items)
}

export const contender: Contender = {
  role: 'ours',
  package: '@parmap/async',
  map: {
    call: 'map',
    load: async () => {
      const { map } = await import('@parmap/async')
      return ({ task, items, concurrency }) => map(task, items, { concurrency })
    },
  },
  stream: { call: 'executor.imap', load: loadImap },
  flow: { call: 'executor.imap', load: loadImap },
  unordered: {
    call: 'executor.imapUnordered',
    load: async () => {
      const { asyncExecutor } = await import('@parmap/async')
      return ({ task, items, concurrency }) => asyncExecutor({ concurrency }).imapUnordered(task, items)
    },
  },
}
