// The same ring as an iterator written by hand, without the generator: the least that an ordered stream can cost.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'floor',
  stream: {
    call: 'a ring, next() by hand',
    load: async () => ({ task, items, concurrency }) => {
      const size = Math.min(concurrency, items.length)
      const ring = items.slice(0, size).map((item) => task(item))
      let index = 0
      const hand = (value: unknown): IteratorResult<unknown, undefined> => {
        const ahead = index + size
        if (ahead < items.length) ring[index % size] = task(items[ahead])
        index++
        return { done: false, value }
      }
      const end: IteratorResult<unknown, undefined> = { done: true, value: undefined }
      // A reader that asks again before it has its answer would get the same place twice; `for await` never does.
      const iterator = { next: () => (index < items.length ? ring[index % size]!.then(hand) : Promise.resolve(end)) }
      return { [Symbol.asyncIterator]: () => iterator }
    },
  },
}
