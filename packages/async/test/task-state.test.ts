// setup, teardown and with(data): state is made once per worker, and ended when the worker leaves.

import { asyncExecutor, defineTask, importTask, map, type Task } from '@parmap/async'
import { expect, test } from 'vitest'
import { deferred } from '../../core/test/support/deferred.ts'
import { rejection } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'

const fixture = new URL('fixtures/tasks.mjs', import.meta.url)

interface Recorded {
  readonly log: string[]
  readonly task: Task<number, number>
}

/** A task with state that writes down what happens to it. */
function recorded(): Recorded {
  const log: string[] = []
  const task = defineTask(import.meta.url, 'recorded', (n: number, { state }) => { log.push(`run ${n}`); return state.offset + n }, {
    setup: async () => { await turns(1); log.push('setup'); return { offset: 100 } },
    teardown: async ({ offset }) => { await turns(1); log.push(`teardown ${offset}`) },
  })
  return { log, task }
}

test('setup runs once, before the first item, however many batches and runs there are', async () => {
  const { log, task } = recorded()
  const executor = asyncExecutor({ concurrency: 2 })
  const both = await Promise.all([executor.map(task, [1, 2, 3], { batchSize: 1 }), executor.map(task, [4])])
  expect(both).toEqual([[101, 102, 103], [104]])
  expect(await executor.map(task, [5])).toEqual([105])
  expect(log.filter((line) => line === 'setup')).toHaveLength(1)
  expect(log[0]).toBe('setup')
})

test('teardown gets the state when the executor is closed, after the last item, and close waits for it', async () => {
  const { log, task } = recorded()
  const executor = asyncExecutor()
  const done = executor.map(task, [1, 2])
  await executor.close()
  expect(log).toEqual(['setup', 'run 1', 'run 2', 'teardown 100'])
  expect(await done).toEqual([101, 102])
  await executor.close()
  expect(log).toHaveLength(4)
})

test('teardown runs when the executor is terminated, too', async () => {
  const { log, task } = recorded()
  const executor = asyncExecutor()
  await executor.map(task, [1])
  await executor.terminate('over')
  expect(log).toEqual(['setup', 'run 1', 'teardown 100'])
})

test('the one-shot map tears down before it resolves', async () => {
  const { log, task } = recorded()
  expect(await map(task, [1])).toEqual([101])
  expect(log).toEqual(['setup', 'run 1', 'teardown 100'])
})

test('nothing is set up for an empty input', async () => {
  const { log, task } = recorded()
  expect(await map(task, [])).toEqual([])
  expect(log).toEqual([])
})

test('each executor is a worker of its own', async () => {
  const { log, task } = recorded()
  await Promise.all([map(task, [1]), map(task, [2])])
  expect(log.filter((line) => line === 'setup')).toHaveLength(2)
})

test('a reference finds setup and teardown of the definition that it names', async () => {
  const readLog = importTask<() => string[]>(fixture, 'readLog')
  await map(readLog, [undefined])
  const executor = asyncExecutor()
  expect(await executor.map(importTask<(n: number) => number>(fixture, 'counted'), [1, 2, 3])).toEqual([1, 3, 6])
  await executor.close()
  expect(await map(readLog, [undefined])).toEqual([['setup', 'teardown']])
})

test('with(data) gives the data to setup, once for each reference', async () => {
  const seen: unknown[] = []
  const rows = new Map([['a', 1]])
  const find = defineTask(import.meta.url, 'find', (key: string, { state }) => state.get(key), {
    setup: (data: Map<string, number>) => { seen.push(data); return data },
  })
  const executor = asyncExecutor()
  const task = find.with(rows)
  expect(await executor.map(task, ['a', 'b'])).toEqual([1, undefined])
  expect(await executor.map(task, ['a'])).toEqual([1])
  expect(seen).toEqual([rows])
  expect(await executor.map(find.with(new Map([['a', 2]])), ['a'])).toEqual([2])
  expect(seen).toHaveLength(2)
})

test('with(undefined) is data as well', async () => {
  const task = defineTask(import.meta.url, 'any', (_n: number, { state }) => state, { setup: (data: unknown) => ({ data }) })
  expect(await map(task.with(undefined), [1])).toEqual([{ data: undefined }])
})

test('states of many references do not pile up: those not used are torn down', async () => {
  const open = new Set<number>()
  let most = 0
  const numbered = defineTask(import.meta.url, 'numbered', (_n: number, { state }) => state, {
    setup: (n: number) => { open.add(n); most = Math.max(most, open.size); return n },
    teardown: (n) => { open.delete(n) },
  })
  const executor = asyncExecutor()
  for (let n = 0; n < 100; n++) expect(await executor.map(numbered.with(n), [1])).toEqual([n])
  expect(most).toBeLessThan(20)
  await executor.close()
  expect(open.size).toBe(0)
})

test.each([['throws', (): never => { throw new Error('in teardown') }], ['rejects', () => Promise.reject(new Error('in teardown'))]] as const)(
  'a teardown of a state not used any more that %s is told to whoever closes',
  async (_how, teardown) => {
    const numbered = defineTask(import.meta.url, 'numbered', (_n: number, { state }) => state, { setup: (n: number) => n, teardown })
    const executor = asyncExecutor()
    for (let n = 0; n < 50; n++) expect(await executor.map(numbered.with(n), [1])).toEqual([n])
    await turns()
    expect(executor.stats()).toMatchObject({ running: 0, completed: 50 })
    expect(await rejection(executor.close())).toMatchObject({ message: 'in teardown' })
  },
)

test('a teardown of a state not used any more that never ends keeps no other from running', async () => {
  const ended: number[] = []
  const stuck = defineTask(import.meta.url, 'stuck', (_n: number, { state }) => state, {
    setup: (n: number) => n,
    teardown: (n) => (n === 0 ? new Promise<void>(() => {}) : void ended.push(n)),
  })
  const executor = asyncExecutor()
  for (let n = 0; n < 20; n++) await executor.map(stuck.with(n), [1])
  void executor.close()
  await turns()
  expect(ended.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 19 }, (_, n) => n + 1))
})

test('states that need no teardown do not pile up, either', async () => {
  const plain = defineTask(import.meta.url, 'plain', (_n: number, { state }) => state, { setup: (n: number) => ({ n }) })
  const executor = asyncExecutor()
  for (let n = 0; n < 30; n++) expect(await executor.map(plain.with(n), [1])).toEqual([{ n }])
  await executor.close()
})

test('a setup that takes long holds back its own items only', async () => {
  const ready = deferred<string>()
  const slow = defineTask(import.meta.url, 'slow', (_n: number, { state }) => state, { setup: () => ready.promise })
  const executor = asyncExecutor({ concurrency: 2 })
  const waiting = executor.map(slow, [1])
  expect(await executor.map((n: number) => n, [1, 2, 3])).toEqual([1, 2, 3])
  ready.resolve('ready')
  expect(await waiting).toEqual(['ready'])
})

test('an abort while the setup runs ends the run, and the items never start', async () => {
  const ready = deferred<number>()
  const started: number[] = []
  const slow = defineTask(import.meta.url, 'slow', (n: number) => { started.push(n) }, { setup: () => ready.promise })
  const controller = new AbortController()
  const executor = asyncExecutor()
  const done = rejection(executor.map(slow, [1, 2], { signal: controller.signal }))
  await turns()
  controller.abort('enough')
  expect(await done).toBe('enough')
  ready.resolve(1)
  await executor.idle()
  expect(started).toEqual([])
})

test('a teardown that throws is told to whoever closes', async () => {
  const task = defineTask(import.meta.url, 'bad', (n: number) => n, { setup: () => 1, teardown: () => { throw new Error('in teardown') } })
  const executor = asyncExecutor()
  await executor.map(task, [1])
  expect(await rejection(executor.close())).toMatchObject({ message: 'in teardown' })
})

test('a task that calls another passes its own context on', async () => {
  const inner = defineTask(import.meta.url, 'inner', (_n: number, context) => context)
  const outer = defineTask(import.meta.url, 'outer', (n: number, context) => inner(n, context) === context)
  expect(await map(outer, [1, 2])).toEqual([true, true])
})
