// effect: forEach for the whole, a Stream for the stream; the task comes in as Effect.promise, as promises do.

import type { Contender } from '../contender.ts'

export const contender: Contender = {
  role: 'peer',
  package: 'effect',
  map: {
    call: 'Effect.forEach',
    load: async () => {
      const { Effect } = await import('effect')
      return ({ task, items, concurrency }) => Effect.runPromise(Effect.forEach(items, (item) => Effect.promise(() => task(item)), { concurrency }))
    },
  },
  stream: {
    call: 'Stream.mapEffect',
    load: async () => {
      const { Effect, Stream } = await import('effect')
      return ({ task, items, concurrency }) =>
        Stream.fromIterable(items).pipe(
          Stream.mapEffect((item) => Effect.promise(() => task(item)), { concurrency }),
          Stream.toAsyncIterable,
        )
    },
  },
}
