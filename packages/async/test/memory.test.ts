// Memory stays flat however many items pass through. Each program runs in a process of its own with a collector that can
// be called, and measures the heap while the run is under way. The least of four measures in its second half counts: what
// waits to be collected comes and goes, what is kept grows. Ten bytes kept per item, or a hundred per run, would show.

import { test } from 'vitest'
import { runProgram } from '../../core/test/support/program.ts'

const HOME = new URL('../', import.meta.url)
const ITEMS = 120_000
const RUNS = 15_000
const MOST_GROWTH_BYTES = 1_000_000

const PRELUDE = `
  import { asyncExecutor, skip } from '@parmap/async'
  const executor = asyncExecutor()
  const used = () => { gc(); return process.memoryUsage().heapUsed }
  function* numbers(count) { for (let n = 0; n < count; n++) yield n }
  let before = 0, seen = 0, every = Infinity
  const measures = []
  const look = () => { if (++seen % every === 0) measures.push(used()) }
  // What a weak reference was read from in this turn of the event loop is kept until its end: thousands of short runs show that.
  const lookAfterTurn = async () => {
    if ((seen + 1) % every === 0) await new Promise((resolve) => { setImmediate(resolve) })
    look()
  }
  const measure = async (work, total) => {
    await work(total / 8) // code is compiled and caches are filled by now
    seen = 0
    every = total / 8
    before = used()
    await work(total)
    console.log(JSON.stringify({ seen, growth: Math.min(...measures.slice(-4)) - before }))
  }
`

test.for([
  ['imap', ITEMS, `async (count) => { for await (const _ of executor.imap(async (n) => n, numbers(count))) look() }`],
  ['imap of strings that are dropped', ITEMS, `async (count) => { for await (const _ of executor.imap((n) => 'x'.repeat(200) + n, numbers(count))) look() }`],
  ['imapUnordered', ITEMS, `async (count) => { for await (const _ of executor.imapUnordered(async (n) => n, numbers(count))) look() }`],
  ['forEach', ITEMS, `(count) => executor.forEach(async () => { look() }, numbers(count))`],
  ['forEach of synchronous items', ITEMS, `(count) => executor.forEach(() => { look() }, numbers(count))`],
  ['forEach in batches, with timeouts, signals, retries and callbacks', ITEMS, `(count) => executor.forEach(async (n, { signal, attempt }) => {
    if (n % 100 === 0 && attempt === 1) throw new Error('again')
    if (!signal.aborted) look()
  }, numbers(count), { batchSize: 500, timeout: 60_000, signal: new AbortController().signal, retries: { limit: 1, delay: 0 }, onOutcome() {}, onProgress() {} })`],
  ['a stream of which everything is skipped', ITEMS, `async (count) => { for await (const _ of executor.imap(() => { look(); return skip }, numbers(count))); }`],
  ['one submit after the other', RUNS, `async (count) => { for (const n of numbers(count)) { await executor.submit((one) => one, n); await lookAfterTurn() } }`],
  ['many short streams that are left', RUNS, `async (count) => { for (const _ of numbers(count)) { for await (const value of executor.imap((n) => n, [1, 2])) break; await lookAfterTurn() } }`],
] as const)('%s', async ([, total, work], { expect }) => {
  const { code, stdout, stderr } = await runProgram(HOME, `${PRELUDE} measure(${work}, ${total})`, ['--expose-gc'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { seen, growth } = JSON.parse(stdout) as { readonly seen: number; readonly growth: number }
  expect(seen).toBe(total)
  expect(growth).toBeLessThan(MOST_GROWTH_BYTES)
})
