// effect: forEach for the whole, a Stream for the streams; the task comes in as Effect.promise, as promises do.

import type { Contender, Flow } from '../contender.ts'

const loadStream = async (unordered: boolean) => {
  const { Effect, Stream } = await import('effect')
  return ({ task, items, concurrency }: Flow) =>
    Stream.fromIterable(items).pipe(
      Stream.mapEffect((item) => Effect.promise(() => task(item)), { concurrency, unordered }),
      Stream.toAsyncIterable,
    )
}

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
  stream: { call: 'Stream.mapEffect', load: () => loadStream(false) },
  flow: { call: 'Stream.mapEffect', load: () => loadStream(false) },
  unordered: { call: 'Stream.mapEffect, unordered', load: () => loadStream(true) },
}
