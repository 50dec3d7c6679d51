// Node's own streams: Readable.map.

import type { Contender, Flow } from '../contender.ts'

const loadMap = async () => {
  const { Readable } = await import('node:stream')
  return ({ task, items, concurrency }: Flow) => Readable.from(items).map(task, { concurrency })
}

export const contender: Contender = {
  role: 'peer',
  stream: { call: 'Readable.map', load: loadMap },
  flow: { call: 'Readable.map', load: loadMap },
}
