// move: marks what is to be transferred. On the event loop there is nothing to transfer: the value is passed on itself.

import { asyncExecutor, map, move, skip } from '@parmap/async'
import { expect, test } from 'vitest'
import { rejection } from '../../core/test/support/outcome-of.ts'

test('a moved item reaches the task as the very same value', async () => {
  const buffer = new ArrayBuffer(8)
  const view = new Uint8Array(buffer)
  const seen: unknown[] = []
  await map((item) => { seen.push(item) }, [move(buffer), move(view, [buffer]), Promise.resolve(move(buffer))])
  expect(seen).toHaveLength(3)
  expect([seen[0] === buffer, seen[1] === view, seen[2] === buffer]).toEqual([true, true, true])
  expect(buffer.byteLength).toBe(8)
})

test('a moved result reaches the caller as the very same value, of every verb', async () => {
  const value = { big: new ArrayBuffer(1) }
  const executor = asyncExecutor()
  expect((await executor.map(() => move(value), [1]))[0]).toBe(value)
  expect((await executor.map(async () => move(value, [value.big]), [1]))[0]).toBe(value)
  expect((await executor.imap(() => move(value), [1]).next()).value).toBe(value)
  expect(await executor.submit(() => move(value), 1)).toBe(value)
  const [record] = await executor.map(() => move(value), [1], { errors: 'settle' })
  expect(record).toMatchObject({ status: 'fulfilled' })
  expect((record as { value: unknown }).value).toBe(value)
})

test('a moved result is told to onOutcome as the value itself', async () => {
  const value = {}
  const told: unknown[] = []
  await map(() => move(value), [1], { onOutcome: (outcome) => { told.push((outcome as { value?: unknown }).value) } })
  expect(told[0]).toBe(value)
})

test('submit takes a moved item', async () => {
  const value = { n: 1 }
  expect(await asyncExecutor().submit((item) => item, move(value))).toBe(value)
})

test('functions can be moved, too', async () => {
  const value = (): number => 1
  expect((await map((item) => item, [move(value)]))[0]).toBe(value)
})

test('a moved item is sent once only: neither retries nor idempotent send it again', async () => {
  let calls = 0
  const task = (): never => { calls++; throw new Error('no') }
  expect(await rejection(map(task, [move({})], { retries: { limit: 5, delay: 0 }, idempotent: true }))).toMatchObject({ attempts: 1 })
  expect(calls).toBe(1)
})

test('an item that is not moved is retried beside one that is', async () => {
  const calls: number[] = []
  const task = ({ n }: { n: number }): never => { calls.push(n); throw new Error('no') }
  await map(task, [move({ n: 1 }), { n: 2 }], { errors: 'settle', retries: { limit: 2, delay: 0 } })
  expect(calls.toSorted()).toEqual([1, 2, 2, 2])
})

test('the mark is not left on the value: what was moved once may be given plainly', async () => {
  const value = { n: 1 }
  await map((item) => item, [move(value)])
  let calls = 0
  await rejection(map(() => { calls++; throw new Error('no') }, [value], { retries: { limit: 1, delay: 0 } }))
  expect(calls).toBe(2)
})

test('an object with properties of the same names is not taken for a moved value', async () => {
  const item = { value: 1, transfer: [] }
  expect((await map((one) => one, [item]))[0]).toBe(item)
})

test('a task that gives skip for a moved item skips it', async () => {
  expect(await map(() => skip, [move({})])).toEqual([])
})
