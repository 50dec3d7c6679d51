// p-map: pMap for the whole, pMapIterable for the stream.

import type { Contender, Flow } from '../contender.ts'

const loadIterable = async () => {
  const { pMapIterable } = await import('p-map')
  return ({ task, items, concurrency }: Flow) => pMapIterable(items, task, { concurrency })
}

export const contender: Contender = {
  role: 'peer',
  package: 'p-map',
  map: {
    call: 'pMap',
    load: async () => {
      const { default: pMap } = await import('p-map')
      return ({ task, items, concurrency }) => pMap(items, task, { concurrency })
    },
  },
  stream: { call: 'pMapIterable', load: loadIterable },
  flow: { call: 'pMapIterable', load: loadIterable },
}
