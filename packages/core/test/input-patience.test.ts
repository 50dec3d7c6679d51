// An input whose return() never answers is waited for, but no longer than a second. The clock is replaced.

import { createExecutor, type Executor, type Functions } from '@parmap/core'
import { virtualClock, type VirtualClock } from '@parmap/core/testing'
import { expect, test } from 'vitest'
import { LocalBackend } from './support/local-backend.ts'
import { isSettled, rejection } from './support/outcome-of.ts'
import { turns } from './support/turns.ts'
import { WatchedAsyncInput, WatchedInput } from './support/watched-input.ts'

const never = (): Promise<never> => new Promise<never>(() => undefined)
const fail = (): never => { throw new Error('no') }

function bench(): { readonly clock: VirtualClock; readonly executor: Executor<Functions> } {
  const clock = virtualClock()
  return { clock, executor: createExecutor<Functions>(new LocalBackend({ clock }), { clock }) }
}

test.each([
  ['a failed map', (executor: Executor<Functions>, input: WatchedInput) => rejection(executor.map(fail, input))],
  ['a failed stream that was left', async (executor: Executor<Functions>, input: WatchedInput) => {
    const stream = executor.imap((item: number) => item, input)
    await stream.next()
    return stream.return(undefined)
  }],
  ['close', async (executor: Executor<Functions>, input: WatchedInput) => {
    await executor.imap((item: number) => item, input).next()
    return executor.close()
  }],
] as const)('%s waits for the input to clean up, for a second at most', async (_what, start) => {
  for (const input of [new WatchedAsyncInput(Infinity, { onReturn: never }), new WatchedInput(Infinity, { onReturn: never })]) {
    const { clock, executor } = bench()
    const done = start(executor, input)
    await input.left()
    await clock.advance(999)
    expect(await isSettled(done)).toBe(false)
    await clock.advance(2)
    expect(await isSettled(done)).toBe(true)
    expect(input.returns).toBe(1)
  }
})

test('a next() that never answers, and so holds back return(), is not waited for any longer', async () => {
  const { clock, executor } = bench()
  const input = { [Symbol.asyncIterator]: () => ({ next: never, return: never }) }
  const stream = executor.imap((item: unknown) => item, input)
  const first = stream.next()
  await turns()
  const returned = stream.return(undefined)
  expect(await first).toEqual({ done: true, value: undefined })
  await clock.advance(1_001)
  expect(await isSettled(returned)).toBe(true)
})

test('no timer is left when the input answers in time', async () => {
  const clock = virtualClock()
  const executor = createExecutor<Functions>(new LocalBackend({ clock, capabilities: { isolation: 'process' } }), { clock })
  await rejection(executor.map(fail, new WatchedAsyncInput(Infinity)))
  expect(clock.armed).toBe(0)
})
