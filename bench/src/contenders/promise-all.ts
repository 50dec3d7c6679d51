// What the language offers without a bound.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'floor',
  bounded: false,
  map: {
    call: 'Promise.all',
    load: async () => ({ task, items }) => Promise.all(items.map((item) => task(item))),
  },
}
