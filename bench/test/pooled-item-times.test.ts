// The task that workers are given instead of the workload's own, and the times that it notes. Of dist: workers load it by its URL.

import { asyncExecutor } from '@parmap/async'
import type { Task } from '@parmap/core'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pooled } from '../src/contender.ts'
import type * as Built from '../src/pooled-item-times.ts'

const { PooledItemTimes } = (await import(new URL('../dist/pooled-item-times.js', import.meta.url).href)) as typeof Built
const folder = mkdtempSync(join(tmpdir(), 'parmap-item-times-'))
const module = join(folder, 'task.mjs')
const { TMPDIR } = process.env

beforeAll(() => {
  process.env['TMPDIR'] = folder
  writeFileSync(module, `
    export const wait = (ms) => new Promise((resolve, reject) => { setTimeout(() => ms === 40 ? reject(new Error('failed')) : resolve(ms), ms) })
    export const setup = (data) => ({ data, calls: 0 })
    export const counted = (n, state) => [n, state.data, ++state.calls]
    export const marked = (n) => ({ marked: n })
    export const plus = (n) => { if (n === 0) throw new Error('zero'); return n + 1 }`)
})
afterAll(() => {
  if (TMPDIR === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = TMPDIR
  rmSync(folder, { recursive: true })
})

/** The task as a worker would load it, and the times that it notes. */
async function timed(name: string, more: Partial<Pooled> = {}, items = 10) {
  const times = new PooledItemTimes(items)
  const { pooled } = times.note({ task: async (item) => item, pooled: { module: pathToFileURL(module).href, name, workers: 1, batchSize: 7, ...more } })
  times.clear()
  const exports = (await import(pooled!.module)) as Readonly<Record<string, (item: unknown, state?: unknown) => unknown>>
  return { times, pooled: pooled!, exports, task: exports[pooled!.name]! }
}

test('the task gives what it gives, at once where it does so, and the rest of the pool is as it was', async () => {
  const { task, times, pooled } = await timed('plus')
  expect(task(1)).toBe(2)
  expect(() => task(0)).toThrow('zero')
  expect(times.percentiles().p99).toBeLessThan(1)
  expect(pooled).toMatchObject({ workers: 1, batchSize: 7 })
})

test('the times are those of the last run, of items that fail, too, and are there when the last has ended', async () => {
  const { task, times } = await timed('wait')
  await task(500)
  times.clear()
  expect((await Promise.allSettled([task(40), task(20), task(20)])).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  const { p50, p99 } = times.percentiles()
  expect([p50 >= 0.019, p50 < 0.04, p99 >= 0.039, p99 < 0.5]).toEqual([true, true, true, true])
})

test('what a worker keeps is made as it was, and given to the task', async () => {
  const { times, pooled, exports } = await timed('counted', { setup: 'setup', defined: 'whatever', data: 'data' })
  const state = exports[pooled.setup!]!(pooled.data)
  expect([exports[pooled.name]!(1, state), exports[pooled.name]!(2, state)]).toEqual([[1, 'data', 1], [2, 'data', 2]])
  expect(times.percentiles().p50).toBeGreaterThan(0)
  const executor = asyncExecutor()
  const task = (exports[pooled.defined!] as unknown as { with(data: unknown): Task<number, unknown> }).with('mine')
  expect(await executor.map(task, [5, 6])).toEqual([[5, 'mine', 1], [6, 'mine', 2]])
  await executor.close()
})

test('a task whose result is moved is timed as the other one is', async () => {
  const { times, pooled, exports } = await timed('plus', { moved: 'marked' })
  expect(exports[pooled.moved!]!(3)).toEqual({ marked: 3 })
  expect(times.percentiles().p50).toBeGreaterThan(0)
})

test('of very many items a sample is noted, as much of the end as of the beginning', async () => {
  const { times, task } = await timed('plus', {}, 200_000)
  for (let n = 1; n <= 200_000; n++) task(n)
  expect(readFileSync(join(folder, `item-times-${process.pid}`)).length / 8).toBe(50_000)
  expect(times.percentiles().p50).toBeGreaterThan(0)
})

test('where no item has been timed, it is an error, not a figure', async () => {
  const { times } = await timed('plus')
  expect(() => times.percentiles()).toThrow('at least one')
})
