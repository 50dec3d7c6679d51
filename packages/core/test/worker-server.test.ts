// The worker's half of workers that are apart: what it says of a batch that another waits for.

import type { Draft, FromWorker, ToWorker } from '@parmap/core/pool'
import { virtualClock } from '@parmap/core/testing'
import { unpackValues, WorkerServer, type ServerOptions } from '@parmap/core/worker'
import { expect, onTestFinished, test } from 'vitest'
import { deferred, Moments } from './support/deferred.ts'

interface ServerBench {
  readonly server: WorkerServer
  readonly posted: FromWorker[]
  readonly aside: Draft[]
  /** Resolves when this holds, after something was said. */
  readonly when: (holds: () => boolean) => Promise<void>
}

/** A server whose task calls its items. */
function bench(options: Partial<ServerOptions> = {}): ServerBench {
  const moments = new Moments()
  const posted: FromWorker[] = []
  const aside: Draft[] = []
  const server = new WorkerServer({
    worker: 'w-1',
    clock: virtualClock(),
    end: () => undefined,
    post: (message) => {
      posted.push(message)
      moments.changed()
    },
    setAside: (draft) => {
      aside.push(draft)
      moments.changed()
      return true
    },
    ...options,
  })
  server.hear({ is: 'task', id: 0, module: 'data:text/javascript,export const call = (item) => item()', exportName: 'call', data: [] })
  return { server, posted, aside, when: (holds) => moments.when(holds) }
}

function batch(id: number, items: readonly (() => unknown)[], after?: number): ToWorker {
  return { is: 'batch', batch: { id, task: 0, first: 0, indexes: undefined, attempts: undefined, slots: 1, after, timeout: undefined, timed: false, lane: -1 }, items: { is: 'values', v: items } }
}

/** How many items of a batch have ended. */
function endsOf(posted: readonly FromWorker[], batchId: number): number {
  const groups = posted.flatMap((message) => (message.is === 'told' && message.batch === batchId ? message.outcomes : []))
  return groups.reduce((sum, group) => sum + (group.is === 'values' ? unpackValues(group.values).length : 1), 0)
}

test('what is left to say of a batch is said before an item of the next may block its worker, also while what was printed is on its way', async () => {
  const { server, posted, when } = bench({ setAside: undefined, drain: () => new Promise(() => undefined) })
  let saidBefore: number | undefined = undefined
  server.hear(batch(1, [() => 'a', () => 'b']))
  server.hear(batch(2, [() => { saidBefore = endsOf(posted, 1) }, () => 'd'], 1))
  await when(() => saidBefore !== undefined)
  expect(saidBefore).toBe(2)
})

test('the end of a batch wakes the pool where the one that waited for it has been taken back', async () => {
  const last = deferred<string>()
  const { server, posted, aside, when } = bench({ isFollowed: (id) => id === 1 })
  server.hear(batch(1, [() => last.promise]))
  server.hear(batch(2, [() => 'never'], 1))
  await when(() => aside.length > 0) // its start
  server.hear({ is: 'cancel', batch: 2, indexes: [0], reason: undefined })
  await when(() => endsOf(posted, 2) === 1)
  const before = posted.length
  last.resolve('a')
  await when(() => aside.some(([id, , , rows]) => id === 1 && rows.length > 0))
  await when(() => posted.length > before)
  expect(posted.at(-1)).toMatchObject({ is: 'told', batch: 2, outcomes: [] })
})

test('a batch that waits begins whatever tasks have done to the globals', async () => {
  const { server, posted, when } = bench()
  const { queueMicrotask } = globalThis
  onTestFinished(() => { Object.assign(globalThis, { queueMicrotask }) })
  server.hear(batch(1, [() => { Object.assign(globalThis, { queueMicrotask: undefined }) }]))
  server.hear(batch(2, [() => 'b'], 1))
  await when(() => endsOf(posted, 2) === 1)
  expect(endsOf(posted, 1)).toBe(1)
})

test('what is taken back in the same moment never begins', async () => {
  const { server, posted, when } = bench()
  const begun: string[] = []
  for (const [id, name] of ['a', 'b', 'c'].entries()) server.hear(batch(id + 1, [() => begun.push(name)]))
  server.hear({ is: 'cancel', batch: 2, indexes: [0], reason: undefined })
  await when(() => endsOf(posted, 3) === 1)
  expect(begun).toEqual(['a', 'c'])
})
