// Promises in a list that are rejected before it is their items' turn, or never have one.

import { asyncExecutor } from '@parmap/async'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'

/** The reasons of rejections that nobody heard, until the end of the test. */
function unheard(): unknown[] {
  const reasons: unknown[] = []
  const hear = (reason: unknown): void => { reasons.push(reason) }
  process.on('unhandledRejection', hear)
  onTestFinished(() => { process.off('unhandledRejection', hear) })
  return reasons
}

const rejected = (): Promise<never> => Promise.reject(new Error('lost'))

test('are the failures of their items, and no unhandled rejections', async () => {
  const reasons = unheard()
  const records = await asyncExecutor({ concurrency: 1 }).map(async (ms: number) => wait(ms, ms), [20, rejected(), 1], { errors: 'settle' })
  expect(records.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(reasons).toEqual([])
})

test('are nobody’s where their run ends before', async () => {
  const reasons = unheard()
  const executor = asyncExecutor({ concurrency: 1 })
  await expect(executor.map(() => { throw new Error('first') }, [1, rejected()])).rejects.toThrow('first')
  await executor.close()
  await expect(executor.forEach(() => 1, [rejected()])).rejects.toMatchObject({ code: 'PARMAP_CLOSED' })
  await wait(1)
  expect(reasons).toEqual([])
})

test('that wait with their run are heard', async () => {
  const reasons = unheard()
  const executor = asyncExecutor({ concurrency: 1 })
  const before = executor.submit(async () => { await wait(20) }, 0)
  await expect(executor.submit((item: unknown) => item, rejected() as unknown)).rejects.toMatchObject({ attempts: 0 })
  await before
  expect(reasons).toEqual([])
})

test('an array whose elements have getters is not looked at before their turn', async () => {
  let reads = 0
  const items = Object.defineProperty([0, 0], 0, { get: () => ++reads })
  expect(await asyncExecutor().map((item: number) => item, items)).toEqual([1, 0])
})

test.each([
  ['a revoked proxy', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  }],
  ['what only looks like a promise', () => Object.create(Promise.prototype) as unknown],
])('are heard also behind %s', async (_, odd) => {
  const reasons = unheard()
  const executor = asyncExecutor({ concurrency: 1 })
  const records = await executor.map(() => wait(20), [1, odd(), rejected()], { errors: 'settle' })
  expect(records.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(reasons).toEqual([])
})

test('a promise of another class is not touched before its turn', async () => {
  let made = 0
  class Lazy extends Promise<number> {
    constructor(run: ConstructorParameters<typeof Promise<number>>[0]) {
      super(run)
      made++
    }
  }
  const item = new Lazy((resolve) => { resolve(1) })
  const mapping = asyncExecutor().map((value: number) => value, [item])
  expect(made).toBe(1)
  expect(await mapping).toEqual([1])
})
