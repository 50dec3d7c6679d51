// Many items at once: no stack overflows, nothing is lost, whatever they do.

import { asyncExecutor, skip } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { flaky } from '../../core/test/support/failing-tasks.ts'
import { readAll, rejection } from '../../core/test/support/outcome-of.ts'
import { atNext } from '../../core/test/support/watched-input.ts'
import { run, VERBS } from './support/verbs.ts'

const COUNT = 20_000
const numbers = Array.from({ length: COUNT }, (_, n) => n)

describe.each(VERBS)('%s of 20,000 items', (verb) => {
  test.each([['sync', (n: number) => n], ['async', async (n: number) => n]] as const)('that are %s no-ops', async (_kind, task) => {
    let count = 0
    const values = await run(asyncExecutor(), verb, (n: number) => { count++; return task(n) }, numbers)
    expect(count).toBe(COUNT)
    expect(values).toEqual({ map: numbers, imap: numbers, imapUnordered: numbers, forEach: [] }[verb])
  })

  test('that are all skipped', async () => {
    expect(await run(asyncExecutor(), verb, () => skip, numbers)).toEqual([])
  })

  test('that all fail', async () => {
    const error = await rejection(run(asyncExecutor(), verb, () => { throw undefined }, numbers, { errors: 'collect' })) // oxlint-disable-line no-throw-literal
    expect((error as AggregateError).errors).toHaveLength(COUNT)
    expect(error).toMatchObject({ message: '20000 of 20000 items failed' })
  })
})

test('in one batch, and all of them running at once', async () => {
  const executor = asyncExecutor({ concurrency: Infinity })
  expect(await executor.map((n) => n, numbers, { batchSize: COUNT })).toEqual(numbers)
  expect(await executor.map((n) => new Promise<number>((resolve) => { setImmediate(resolve, n) }), numbers)).toEqual(numbers)
})

test('that are promises, settled and rejected', async () => {
  const items = (function* () { for (const n of numbers) yield n % 2 === 0 ? Promise.resolve(n) : Promise.reject(new Error('odd')) })()
  const records = await asyncExecutor().map((n) => n, items, { errors: 'settle' })
  expect(records).toHaveLength(COUNT)
  expect(records.filter(({ status, index }) => (status === 'fulfilled') === (index % 2 === 0))).toHaveLength(COUNT)
})

test('behind a slow head: the stream gives them when it has come', async () => {
  let open = (_value: number): void => undefined
  const openAt = atNext(COUNT - 1, () => { open(0) })
  const stream = asyncExecutor().imap((n: number) => (n === 0 ? new Promise<number>((resolve) => { open = resolve }) : n), numbers, { window: COUNT, onOutcome: ({ index }) => { openAt(index) } })
  expect((await readAll(stream)).values).toEqual(numbers)
})

test('all wait for their retry at once', async () => {
  expect(await asyncExecutor().map(flaky(2), numbers, { retries: { limit: 1, delay: 1 } })).toEqual(numbers)
})

test('thousands of runs at once', async () => {
  const executor = asyncExecutor({ concurrency: 10 })
  const results = await Promise.all(numbers.slice(0, 5_000).map((n) => executor.map(async (item) => item + n, [1, 2])))
  expect(results).toEqual(numbers.slice(0, 5_000).map((n) => [n + 1, n + 2]))
})
