// streaming-iterables: parallelMap in order, transform as results come.

import type { Contender, Flow } from '../contender.ts'

const loadParallelMap = async () => {
  const { parallelMap } = await import('streaming-iterables')
  return ({ task, items, concurrency }: Flow) => parallelMap(concurrency, task, items)
}

export const contender: Contender = {
  role: 'peer',
  package: 'streaming-iterables',
  stream: { call: 'parallelMap', load: loadParallelMap },
  flow: { call: 'parallelMap', load: loadParallelMap },
  unordered: {
    call: 'transform',
    load: async () => {
      const { transform } = await import('streaming-iterables')
      return ({ task, items, concurrency }) => transform(concurrency, task, items)
    },
  },
}
