// Loops that leave their results in a queue, and an async generator that hands them over: what one writes by hand for a
// bounded stream of results as they come. A new item is started for each result that has been handed over.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'floor',
  unordered: {
    call: 'a queue, async function*',
    load: async () => async function* ({ task, items, concurrency }) {
      let ready: unknown[] = []
      let wake: () => void = () => undefined
      const put = (value: unknown): void => {
        ready.push(value)
        wake()
      }
      const start = (item: unknown): void => { void task(item).then(put) }
      let next = 0
      while (next < Math.min(concurrency, items.length)) start(items[next++])
      for (let handed = 0; handed < items.length;) {
        if (ready.length === 0) await new Promise<void>((resolve) => { wake = resolve })
        const batch = ready
        ready = []
        for (const value of batch) {
          handed++
          if (next < items.length) start(items[next++])
          yield value
        }
      }
    },
  },
}
