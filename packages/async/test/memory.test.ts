// Memory stays flat however many items pass through. Each program runs in a process of its own with a collector that can
// be called, and measures the heap while the run is under way: ten bytes kept per item would show.

import { test } from 'vitest'
import { runProgram } from '../../core/test/support/program.ts'

const HOME = new URL('../', import.meta.url)
const ITEMS = 300_000
const MOST_GROWTH_BYTES = 3_000_000

const PRELUDE = `
  import { asyncExecutor, skip } from '@parmap/async'
  const executor = asyncExecutor()
  const used = () => { gc(); return process.memoryUsage().heapUsed }
  function* numbers(count) { for (let n = 0; n < count; n++) yield n }
  let before = 0, most = 0, seen = 0
  const look = () => { if (++seen % ${ITEMS / 10} === 0) most = Math.max(most, used()) }
  const measure = async (work) => {
    await work(${ITEMS / 10}) // code is compiled and caches are filled by now
    seen = most = 0
    before = used()
    await work(${ITEMS})
    console.log(JSON.stringify({ seen, growth: most - before }))
  }
`

test.concurrent.for([
  ['imap', `measure(async (count) => { for await (const _ of executor.imap(async (n) => n, numbers(count))) look() })`],
  ['imap of strings that are dropped', `measure(async (count) => { for await (const _ of executor.imap((n) => 'x'.repeat(200) + n, numbers(count))) look() })`],
  ['imapUnordered', `measure(async (count) => { for await (const _ of executor.imapUnordered(async (n) => n, numbers(count))) look() })`],
  ['forEach', `measure((count) => executor.forEach(async () => { look() }, numbers(count)))`],
  ['forEach in batches, with timeouts, signals, retries and callbacks', `measure((count) => executor.forEach(async (n, { signal, attempt }) => {
    if (n % 100 === 0 && attempt === 1) throw new Error('again')
    if (!signal.aborted) look()
  }, numbers(count), { batchSize: 500, timeout: 60_000, signal: new AbortController().signal, retries: { limit: 1, delay: 0 }, onOutcome() {}, onProgress() {} }))`],
  ['one submit after the other', `measure(async (count) => { for (const n of numbers(count)) { await executor.submit((one) => one, n); look() } })`],
  ['a stream of which everything is skipped', `measure(async (count) => { for await (const _ of executor.imap(() => { look(); return skip }, numbers(count))); })`],
  ['many short streams that are left', `measure(async (count) => { for (const _ of numbers(count)) { for await (const value of executor.imap((n) => n, [1, 2])) break; look() } })`],
] as const)('%s', async ([, source], { expect }) => {
  const { code, stdout, stderr } = await runProgram(HOME, PRELUDE + source, ['--expose-gc'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { seen, growth } = JSON.parse(stdout) as { readonly seen: number; readonly growth: number }
  expect(seen).toBe(ITEMS)
  expect(growth).toBeLessThan(MOST_GROWTH_BYTES)
}, 60_000)
