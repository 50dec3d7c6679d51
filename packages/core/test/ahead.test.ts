// Items that are promises, and those read behind them.

import { expect, test } from 'vitest'
import { createExecutor, type Functions } from '@parmap/core'
import { LocalBackend } from './support/local-backend.ts'
import { manualBench } from './support/manual-bench.ts'
import { turns } from './support/turns.ts'
import { WatchedInput } from './support/watched-input.ts'

const bench = (): ReturnType<typeof createExecutor<Functions>> => createExecutor<Functions>(new LocalBackend())
const identity = (item: unknown): unknown => item

/** What some query builders are: a function that can be awaited. */
function awaitableFunction(value: unknown): () => void {
  return Object.assign((): void => undefined, { then: (resolve: (value: unknown) => void): void => { resolve(value) } })
}

test.each([
  ['a list', (items: unknown[]) => items],
  ['an iterable', (items: unknown[]) => new Set(items)],
])('an item of %s that is a function with a then is awaited like every other', async (_kind, from) => {
  const seen: unknown[] = []
  const items = from([awaitableFunction('first'), 1, awaitableFunction('second')])
  expect(await bench().map((item) => seen.push(item), items as Iterable<unknown>)).toEqual([1, 2, 3])
  expect(seen).toEqual(['first', 1, 'second'])
})

test.each([
  ['a list', (items: unknown[]) => items],
  ['an iterable', (items: unknown[]) => new Set(items)],
])('items of %s behind a promise are what they are: functions, null, undefined, objects', async (_kind, from) => {
  const items = [Promise.resolve('first'), Math.abs, null, undefined, { then: 'no method' }, 0, '']
  expect(await bench().map(identity, from(items) as Iterable<unknown>)).toEqual(['first', ...items.slice(1)])
})

test('`then` is looked at once, as `await` does', async () => {
  const items = [Promise.resolve('first'), Object.defineProperty({}, 'then', { get: () => { looks++; return undefined } })]
  let looks = 0
  await bench().forEach(() => undefined, items)
  await bench().forEach(() => undefined, new Set(items))
  expect(looks).toBe(2)
})

test('no more is read behind a promise than there are slots, and nothing leaves before it', async () => {
  const { backend, executor } = manualBench({ concurrency: 3, slotsPerWorker: 3 })
  let settle!: (value: string) => void
  const head = new Promise((resolve) => { settle = resolve })
  const input = new WatchedInput<unknown>(10, { item: (index) => (index === 0 ? head : index) })
  const done = executor.map(identity, input)
  await turns()
  expect([input.nexts, backend.sent.length]).toEqual([3, 0])
  expect(executor.stats()).toMatchObject({ running: 0 })
  backend.onDispatch = ({ sink, indexes, items }) => { for (const [at, index] of indexes.entries()) sink.fulfilled(index, items[at], 0) }
  settle('head')
  expect(await done).toEqual(['head', 1, 2, 3, 4, 5, 6, 7, 8, 9])
})
