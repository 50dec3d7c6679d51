// Runs started inside tasks of the same executor never deadlock.

import { asyncExecutor, type Executor, type Functions } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { deferred } from '../../core/test/support/deferred.ts'
import { readAll, readSome, rejection } from '../../core/test/support/outcome-of.ts'
import { throwIf } from '../../core/test/support/failing-tasks.ts'
import { unlessHanging } from '../../core/test/support/unless-hanging.ts'
import { turns } from '../../core/test/support/turns.ts'
import { run, VERBS } from './support/verbs.ts'

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const leaf = async (item: number): Promise<number> => {
  await turns(1)
  return item
}

async function* lateNumbers(count: number): AsyncGenerator<number> {
  for (let n = 0; n < count; n++) {
    await turns(3)
    yield n
  }
}

/** A tree of runs: each item of a level runs the level below and adds up. */
function tree(executor: Executor<Functions>, depth: number, width: number): Promise<number> {
  const level = (): Promise<number> => (depth === 1 ? leaf(1) : tree(executor, depth - 1, width))
  return executor.map(level, Array.from({ length: width }).keys()).then(sum)
}

describe('never deadlocks', () => {
  test.each(VERBS)('with one slot, of %s', async (verb) => {
    const executor = asyncExecutor({ concurrency: 1 })
    let inner = 0
    const outer = async (): Promise<void> => { await run(executor, verb, (item: number) => { inner += item }, [1, 2, 3]) }
    await executor.map(outer, [1, 2])
    expect(inner).toBe(12)
  })

  test('with one slot, of submit', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    expect(await executor.map((item) => executor.submit(leaf, item * 2), [1, 2, 3])).toEqual([2, 4, 6])
  })

  test.each([1, 2, 3])('five levels deep with a concurrency of %i', async (concurrency) => {
    expect(await tree(asyncExecutor({ concurrency }), 5, 3)).toBe(3 ** 5)
  })

  test('a thousand parents that all wait for children', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const results = await executor.map(async (item: number) => sum(await executor.map(leaf, [item, item])), Array.from({ length: 1_000 }).keys())
    expect(results).toEqual([...Array.from({ length: 1_000 }).keys()].map((item) => 2 * item))
  })

  test('several runs of one parent, one after the other and at once', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const parent = async (): Promise<number> => {
      const first = sum(await executor.map(leaf, [1, 2]))
      const [a, b, c] = await Promise.all([executor.map(leaf, [3, 4]), executor.submit(leaf, 5), readAll(executor.imap(leaf, [6, 7]))])
      return first + sum(a) + b + sum(c.values)
    }
    expect(await executor.map(parent, [1, 2])).toEqual([28, 28])
  })

  test('after an await, a timer and an event in the parent', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const parent = async (): Promise<number> => {
      await Promise.resolve()
      await new Promise((resolve) => { setTimeout(resolve, 1) }) // a real timer: its context is what counts here
      const started = deferred<number>()
      const target = new EventTarget()
      target.addEventListener('go', () => { started.resolve(executor.submit(leaf, 5)) })
      target.dispatchEvent(new Event('go'))
      return started.promise
    }
    expect(await executor.submit(parent, 0)).toBe(5)
  })

  test.each([
    ['sync', (item: number) => item],
    ['async', async (item: number) => item],
    ['awaiting', async (item: number) => { await Promise.resolve(); await Promise.resolve(); return item }],
  ] as [string, (item: number) => number | Promise<number>][])(
    'when an item nests only after thousands of quick %s ones that did not',
    async (_kind, quick) => {
      const executor = asyncExecutor({ concurrency: 1 })
      await executor.forEach(quick, Array.from({ length: 20_000 }).keys()) // compiled by now, so that they are as quick as they get
      const nests = async (item: number): Promise<number> => {
        await quick(item)
        return executor.submit(leaf, item)
      }
      const sometimes = (item: number): number | Promise<number> => (item === 9_999 ? nests(item) : quick(item))
      expect((await executor.map(sometimes, Array.from({ length: 10_000 }).keys())).at(-1)).toBe(9_999)
    },
  )

  test('when a nested run nests only after thousands of quick items', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const sometimes = async (item: number): Promise<number> => (item === 4_999 ? executor.submit(leaf, item) : item)
    const parent = async (): Promise<number> => (await executor.map(sometimes, Array.from({ length: 5_000 }).keys())).length
    expect(await executor.map(parent, [1, 2])).toEqual([5_000, 5_000])
  })

  test('when runs come and go meanwhile that nest nothing', async () => {
    const executor = asyncExecutor({ concurrency: 2 })
    const parent = async (item: number): Promise<number> => {
      await turns(item % 3)
      return executor.submit(leaf, item)
    }
    const busy = (async () => { for (let count = 0; count < 50; count++) await executor.map((item: number) => item, Array.from({ length: 1_500 }).keys()) })()
    expect(await executor.map(parent, [...Array.from({ length: 200 }).keys()])).toHaveLength(200)
    await busy
  })

  test('through another executor and back', async () => {
    const a = asyncExecutor({ concurrency: 1 })
    const b = asyncExecutor({ concurrency: 1 })
    expect(await a.map((item) => b.submit((inner: number) => a.submit(leaf, inner + 1), item * 10), [1, 2])).toEqual([11, 21])
  })

  test('in batches', async () => {
    const executor = asyncExecutor({ concurrency: 2 })
    expect(await executor.map(async (item) => sum(await executor.map(leaf, [item, 1], { batchSize: 5 })), [1, 2, 3, 4, 5], { batchSize: 3 })).toEqual([2, 3, 4, 5, 6])
  })

  test('with a lower priority than the runs that wait', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const parent = (item: number): Promise<number> => executor.submit(leaf, item, { priority: -10 })
    expect(await executor.map(parent, [1, 2, 3], { priority: 10 })).toEqual([1, 2, 3])
  })

  test('when a nested item fails, and the parent goes on', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const parent = async (item: number): Promise<number> => {
      await rejection(executor.map(() => Promise.reject(new Error('no')), [1, 2]))
      return executor.submit(leaf, item)
    }
    expect(await executor.map(parent, [1, 2])).toEqual([1, 2])
  })

  test('when a nested item is retried', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const flaky = async (item: number, { attempt }: { attempt: number }): Promise<number> => (attempt < 3 ? Promise.reject(new Error('again')) : item)
    expect(await executor.map((item) => executor.submit(flaky, item, { retries: { limit: 2, delay: 0 } }), [1, 2])).toEqual([1, 2])
  })

  test('when the parent reads a nested stream in part only', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const parent = async (): Promise<number> => sum(await readSome(executor.imap(leaf, Array.from({ length: 100 }).keys()), 4))
    expect(await executor.map(parent, [1, 2, 3])).toEqual([6, 6, 6])
  })

  test('when a nested run nests, after an await, only after thousands of quick items', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const sometimes = async (item: number): Promise<number> => {
      await Promise.resolve()
      return item === 4_999 ? executor.submit(leaf, item) : item
    }
    const parent = async (): Promise<number> => (await executor.map(sometimes, Array.from({ length: 5_000 }).keys())).length
    expect(await executor.map(parent, [1, 2])).toEqual([5_000, 5_000])
  })

  test.each<[string, (executor: Executor<Functions>) => Promise<unknown>]>([
    ['whose input brings its items late', (executor) => executor.map(leaf, lateNumbers(2))],
    ['whose items are tried again after a delay', (executor) => executor.map((_item, { attempt }) => { throwIf(attempt === 1, 'again') }, [1, 2], { retries: { limit: 1, delay: 20 } })],
    ['that is read slowly', async (executor) => { for await (const _ of executor.imap(leaf, Array.from({ length: 9 }).keys(), { window: 2 })) await turns(3) }],
  ])('when all slots are taken by a parent of a run %s', async (_what, nested) => {
    const executor = asyncExecutor({ concurrency: 1 })
    await unlessHanging(executor.submit(() => nested(executor), 0))
    expect(executor.stats()).toMatchObject({ running: 0, failed: 0 })
  })

  test('when the parent reads a stream that was made outside', async () => {
    const executor = asyncExecutor({ concurrency: 1 })
    const stream = executor.imap(leaf, [1, 2, 3])
    expect(await executor.submit(() => readAll(stream).then(({ values }) => sum(values)), 0)).toBe(6)
  })

  test('when ten thousand parents wait at once', async () => {
    const executor = asyncExecutor({ concurrency: 5_000 })
    const results = await executor.map(async (item: number) => executor.submit(leaf, item), [...Array.from({ length: 10_000 }).keys()])
    expect(sum(results)).toBe(49_995_000)
  })
})
