// A ring of promises in an async generator: what one writes by hand for an ordered, bounded stream.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'floor',
  stream: {
    call: 'a ring, async function*',
    load: async () => async function* ({ task, items, concurrency }) {
      const size = Math.min(concurrency, items.length)
      const ring = items.slice(0, size).map((item) => task(item))
      for (let index = 0; index < items.length; index++) {
        const result = await ring[index % size]
        const ahead = index + size
        if (ahead < items.length) ring[index % size] = task(items[ahead])
        yield result
      }
    },
  },
  flow: {
    call: 'a ring, async function*',
    load: async () => async function* ({ task, items, concurrency }) {
      const ring: Promise<unknown>[] = []
      let index = 0
      for (const item of items) {
        if (ring.length < concurrency) {
          ring.push(task(item))
          continue
        }
        const result = await ring[index % concurrency]
        ring[index++ % concurrency] = task(item)
        yield result
      }
      for (let left = ring.length; left > 0; left--) yield await ring[index++ % ring.length]
    },
  },
}
