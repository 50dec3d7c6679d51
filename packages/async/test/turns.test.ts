// The event loop has its turns, however much there is to do: timers and sockets are not kept waiting. Time is the subject,
// so the timers are real; what is asserted is that they fire, not when. Without turns a run of quick items ends before
// any timer fires.

import { asyncExecutor, skip, type Executor, type Functions } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { isSettled, readAll, rejection } from '../../core/test/support/outcome-of.ts'

const MANY = 3_000_000
const noop = async (item: unknown): Promise<unknown> => item
const identity = (item: unknown): unknown => item

function* numbers(count: number): Generator<number> {
  for (let n = 0; n < count; n++) yield n
}

type Work = (executor: Executor<Functions>, signal: AbortSignal) => Promise<unknown>

/** What reading a stream to its end throws. */
async function errorOf(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _value of stream);
}

const WORK: readonly (readonly [string, Work])[] = [
  ['async no-ops on 100 lanes', (executor, signal) => executor.forEach(noop, numbers(MANY), { signal })],
  ['sync tasks', (executor, signal) => executor.forEach(identity, numbers(MANY), { signal })],
  ['async no-ops in large batches', (executor, signal) => executor.forEach(noop, numbers(MANY), { signal, batchSize: 10_000 })],
  ['sync tasks in large batches', (executor, signal) => executor.forEach(identity, numbers(MANY), { signal, batchSize: 10_000 })],
  ['one slot', (executor, signal) => executor.forEach(noop, numbers(MANY), { signal, concurrency: 1 })],
  ['a map with every callback', (executor, signal) => executor.map(noop, numbers(MANY), { signal, onOutcome: identity, onProgress: identity })],
  ['an ordered stream', (executor, signal) => errorOf(executor.imap(noop, numbers(MANY), { signal }))],
  ['an unordered stream', (executor, signal) => errorOf(executor.imapUnordered(identity, numbers(MANY), { signal }))],
  ['a stream of which everything is skipped', (executor, signal) => errorOf(executor.imap(() => skip, numbers(MANY), { signal }))],
  ['an async input that is always ready', (executor, signal) => executor.forEach(noop, (async function* () { yield* numbers(MANY) })(), { signal })],
  ['items that are settled promises', (executor, signal) => executor.forEach(noop, (function* () { for (const n of numbers(MANY)) yield Promise.resolve(n) })(), { signal })],
  ['retries without a delay', (executor, signal) => executor.submit(() => Promise.reject(new Error('again')), 1, { signal, retries: { limit: MANY, delay: 0 } })],
  ['failures that are settled', (executor, signal) => errorOf(executor.imap(() => { throw undefined }, numbers(MANY), { signal, errors: 'settle' }))], // oxlint-disable-line no-throw-literal
]

test.each(WORK)('a timer can stop %s', async (_what, work) => {
  const controller = new AbortController()
  const timer = setTimeout(() => { controller.abort('stopped by the timer') }, 1)
  expect(await rejection(work(asyncExecutor(), controller.signal))).toBe('stopped by the timer')
  clearTimeout(timer)
})

describe('during a million items', () => {
  test.each([['async', noop], ['sync', identity]] as const)('of %s no-ops on 100 lanes a timer fires again and again', async (_kind, task) => {
    let fired = 0
    const timer = setInterval(() => { fired++ }, 1)
    await asyncExecutor({ concurrency: 100 }).forEach(task, numbers(1_000_000))
    clearInterval(timer)
    expect(fired).toBeGreaterThan(2)
  })

  test('other runs of the executor go on', async () => {
    const executor = asyncExecutor({ concurrency: 100 })
    const long = executor.forEach(noop, numbers(1_000_000))
    for (let round = 0; round < 20; round++) await executor.submit(noop, 'short')
    expect(await isSettled(long)).toBe(false)
    await long
  })
})

test('results are the same as ever', async () => {
  const { values } = await readAll(asyncExecutor().imap(noop, numbers(50_000)))
  expect(values).toEqual([...numbers(50_000)])
})
