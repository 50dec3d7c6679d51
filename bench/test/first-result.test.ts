// How far a contender is driven: to its first result, and no further.

import { expect, test } from 'vitest'
import type { Contender, Job } from '../src/contender.ts'
import { loadFirst } from '../src/first-result.ts'

const job: Job = { task: async (n) => n, items: [1, 2], concurrency: 1, source: () => [1, 2], placeOf: (result) => (result as number) - 1 }

function streaming(): { readonly contender: Contender; readonly seen: { given: number; isEnded: boolean } } {
  const seen = { given: 0, isEnded: false }
  const stream = async function* (): AsyncGenerator<number> {
    try {
      for (const result of [2, 1]) {
        seen.given++
        yield result
      }
    } finally {
      seen.isEnded = true
    }
  }
  const way = { call: 'stream', load: async () => stream }
  return { contender: { role: 'peer', stream: way, unordered: way, flow: way }, seen }
}

test.each([['stream', 0], ['unordered', 1], ['flow', undefined]] as const)('of a %s the first value is taken, and the stream is ended', async (way, place) => {
  const { contender, seen } = streaming()
  const first = await loadFirst(contender, way)
  expect(await first(job)).toEqual({ value: 2, place })
  expect(seen).toEqual({ given: 1, isEnded: true })
})

test('of a map the first of its results is taken; a stream that ends at once has none', async () => {
  const empty = { call: 'stream', load: async () => async function* (): AsyncGenerator<unknown> {} }
  const contender: Contender = { role: 'peer', map: { call: 'map', load: async () => async ({ items }) => items }, stream: empty }
  expect(await (await loadFirst(contender, 'map'))(job)).toEqual({ value: 1, place: 0 })
  expect(await (await loadFirst(contender, 'stream'))(job)).toEqual({ value: undefined, place: 0 })
})

test('several maps are one where there is one item', async () => {
  const maps: unknown[] = []
  const pool: Contender['pool'] = { call: 'map', load: async () => () => async (items) => {
    maps.push(items)
    return items
  } }
  const first = await loadFirst({ role: 'peer', pool }, 'pool')
  await first({ ...job, items: [1], pooled: { module: 'none', name: 'task', workers: 2, batchSize: 1, maps: 0.1 } })
  expect(maps).toEqual([[1]])
})
