// What close() and terminate() make of setups and teardowns that do not end, and of those that fail.

import { asyncExecutor, defineTask, type Executor, type Functions } from '@parmap/async'
import { expect, test } from 'vitest'
import { deferred } from '../../core/test/support/deferred.ts'
import { isSettled, rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'

const never = (): Promise<never> => new Promise<never>(() => undefined)
const identity = (item: unknown): unknown => item

/** An executor that sets up a task for nobody: the run that asked for it has been aborted. */
async function settingUp(setup: () => Promise<string>, teardown: (state: string) => void | Promise<void>): Promise<Executor<Functions>> {
  const executor = asyncExecutor()
  const controller = new AbortController()
  const task = defineTask(import.meta.url, 'slow', identity, { setup, teardown })
  const done = rejection(executor.map(task, [1], { signal: controller.signal }))
  await turns()
  controller.abort('enough')
  await done
  return executor
}

/** A task whose teardown does this. */
function endingBy(teardown: () => void | Promise<void>): ReturnType<typeof defineTask<unknown, unknown, number>> {
  return defineTask(import.meta.url, 'ending', identity, { setup: () => 1, teardown })
}

test('a setup that never ends, of a run that was aborted, is waited for a second at most', async () => {
  const executor = await settingUp(never, () => undefined)
  const closed = executor.close()
  await turns()
  expect(await isSettled(closed)).toBe(false)
  await closed
})

test('a setup that ends while close() waits for it is torn down before that resolves, however long that takes', async () => {
  const [ready, torn] = [deferred<string>(), deferred<string>()]
  const isTornDown = deferred()
  const executor = await settingUp(() => ready.promise, (state) => { torn.resolve(state); return isTornDown.promise })
  const closed = executor.close()
  ready.resolve('ready')
  expect(await torn.promise).toBe('ready')
  await new Promise((resolve) => { setTimeout(resolve, 1_100) }) // time is the subject: longer than setups are waited for
  expect(await isSettled(closed)).toBe(false)
  isTornDown.resolve()
  await closed
})

test('a setup that ends after close() is torn down all the same', async () => {
  const [ready, torn] = [deferred<string>(), deferred<string>()]
  const executor = await settingUp(() => ready.promise, torn.resolve)
  await executor.close()
  ready.resolve('late')
  expect(await torn.promise).toBe('late')
})

test('terminate() ends a close() that waits for a teardown that never ends', async () => {
  const executor = asyncExecutor()
  const started = deferred()
  await executor.submit(endingBy(() => { started.resolve(); return never() }), 1)
  const closed = executor.close()
  await started.promise
  await turns()
  expect(await isSettled(closed)).toBe(false)
  await executor.terminate()
  await closed
})

test('terminate() waits for the teardowns that close() has begun', async () => {
  const executor = asyncExecutor()
  const [started, goOn] = [deferred(), deferred()]
  await executor.submit(endingBy(() => { started.resolve(); return goOn.promise }), 1)
  const closed = executor.close()
  await started.promise
  const terminated = executor.terminate()
  await turns()
  expect([await isSettled(closed), await isSettled(terminated)]).toEqual([false, false])
  goOn.resolve()
  await Promise.all([closed, terminated])
})

test('a teardown that fails after a close() inside a task is told to whoever closes from outside', async () => {
  const executor = asyncExecutor()
  await executor.submit(endingBy(() => { throw new Error('in teardown') }), 1)
  expect(await executor.submit(async () => { await executor.close(); return 'closed' }, 1)).toBe('closed')
  for (let times = 0; times < 2; times++) expect(await rejection(executor.close())).toMatchObject({ message: 'in teardown' })
})

test('of many states, those in use are kept, and of the others those that were used last', async () => {
  const torn: number[] = []
  const open = deferred()
  const numbered = defineTask(import.meta.url, 'numbered', async (isWaiting: boolean) => { if (isWaiting) await open.promise }, {
    setup: (n: number) => n,
    teardown: (n) => { torn.push(n) },
  })
  const executor = asyncExecutor()
  const states = Array.from({ length: 12 }, (_, n) => numbered.with(n))
  const use = async (n: number): Promise<void> => {
    await executor.submit(states[n]!, false)
    await turns(1) // a teardown begins behind the end of the item
  }
  const inUse = executor.submit(states[0]!, true)
  for (const n of [1, 2, 3, 4, 5, 6, 7]) await use(n)
  await use(1)
  for (const n of [8, 9, 10]) await use(n)
  expect(torn).toEqual([2, 3, 4])
  await use(2)
  expect(torn).toEqual([2, 3, 4, 5])
  open.resolve()
  await inUse
  await use(11)
  expect(torn).toEqual([2, 3, 4, 5, 6])
  await executor.close()
  expect(torn.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
})

test('a setup that fails while its state is not used any more is tried again by who uses it next', async () => {
  const failed = deferred<number>()
  const setups = [failed.promise, Promise.resolve(7)]
  const task = defineTask(import.meta.url, 'slow', (_n: number, { state }) => state, { setup: (_data: string) => setups.shift()! }).with('data')
  const executor = asyncExecutor()
  const controller = new AbortController()
  const aborted = rejection(executor.submit(task, 1, { signal: controller.signal }))
  await turns()
  controller.abort('enough')
  expect(await aborted).toBe('enough')
  failed.reject(new Error('no'))
  await turns()
  expect(await executor.submit(task, 1)).toBe(7)
  await executor.close()
})
