// What cannot be sent is the failure of one item: its worker lives, and the rest goes on.

import type { Executor, Settled, Task } from '@parmap/core'
import { taskWithData } from '@parmap/core/worker'
import { freemem } from 'node:os'
import { describe, expect, test } from 'vitest'
import { fixtureTask, workersFor, type Workers } from './workers.ts'

const give = fixtureTask<unknown, unknown>('bad-values.mjs', 'give')
const name = fixtureTask<unknown, string>('plain-tasks.mjs', 'worker')

/** The code and the path of an item's failure. */
function failureOf(one: Settled<unknown> | undefined): unknown {
  const { code, path } = (one?.status === 'rejected' ? one.reason : {}) as { code?: unknown; path?: unknown }
  return { code, path }
}

/** Expects that the worker lives, and that of three items the first and the last have their values. */
async function expectOthers(executor: Executor, worker: string, settled: readonly Settled<unknown>[]): Promise<void> {
  expect([settled[0], settled[2]]).toEqual([expect.objectContaining({ value: 'before' }), expect.objectContaining({ value: 'after' })])
  expect(await executor.submit(name, 1)).toBe(worker)
}

/** What a task may spoil in its worker: see fixtures/bad-values.mjs. */
const GLOBALS = [
  'process.send', 'process', 'process.exit and its listeners', 'process.stdout and process.stderr', 'queueMicrotask', 'performance', 'performance.now', 'setImmediate',
  'setTimeout and clearTimeout', 'structuredClone', 'Buffer',
]

const ITEMS: readonly [what: string, item: () => unknown, path: string][] = [
  ['a function', () => () => 1, ''],
  ['a symbol', () => Symbol('symbol'), ''],
  ['a function in it', () => ({ rows: [{ onClick: () => 1 }] }), 'rows[0].onClick'],
  ['a proxy that throws', () => new Proxy({}, { ownKeys() { throw new Error('looked at') }, getPrototypeOf() { throw new Error('looked at') } }), ''],
  ['a getter that throws', () => ({ a: { get b() { throw new Error('looked at') } } }), 'a.b'],
]

const RESULTS: readonly [what: string, path: string][] = [
  ['a function', ''],
  ['a symbol', ''],
  ['a function in it', 'rows[0].onClick'],
  ['a promise in it', 'later[0]'],
  ['a WeakMap in it', 'get(key)'],
  ['a getter that throws', 'a.b'],
]

export function badValuesSuite(workers: Workers): void {
  describe.each(ITEMS)('an item that is %s', (_what, item, path) => {
    test('fails with the path, alone', async () => {
      const executor = workersFor(workers, { workers: 1 })
      const worker = await executor.submit(name, 1)
      const settled = await executor.map(give, ['before', item(), 'after'], { errors: 'settle', batchSize: 3 })
      expect(failureOf(settled[1])).toEqual({ code: 'PARMAP_UNSERIALIZABLE', path })
      await expectOthers(executor, worker, settled)
    })
  })

  describe.each(RESULTS)('a result that is %s', (what, path) => {
    test('fails with the path, alone', async () => {
      const executor = workersFor(workers, { workers: 1 })
      const worker = await executor.submit(name, 1)
      const settled = await executor.map(give, ['before', what, 'after'], { errors: 'settle', batchSize: 3 })
      expect(failureOf(settled[1])).toEqual({ code: 'PARMAP_UNSERIALIZABLE', path })
      await expectOthers(executor, worker, settled)
    })
  })

  test('a result that throws as soon as it is looked at is a task that failed', async () => {
    const executor = workersFor(workers, { workers: 1 })
    const worker = await executor.submit(name, 1)
    const settled = await executor.map(give, ['before', 'a proxy that throws', 'after'], { errors: 'settle', batchSize: 3 })
    expect(settled[1]).toMatchObject({ reason: { code: 'PARMAP_TASK_FAILED', cause: { message: 'looked at' } } })
    await expectOthers(executor, worker, settled)
  })

  test('an item and a result that are nested too deeply fail alone', async () => {
    const executor = workersFor(workers, { workers: 1 })
    const worker = await executor.submit(name, 1)
    let deep = {}
    for (let depth = 0; depth < 100_000; depth++) deep = { a: deep }
    for (const item of [deep, 'too deep']) {
      const settled = await executor.map(give, ['before', item, 'after'], { errors: 'settle', batchSize: 3 })
      expect(failureOf(settled[1])).toMatchObject({ code: 'PARMAP_UNSERIALIZABLE', path: expect.stringMatching(/^a(\.a)*$/u) as string })
      await expectOthers(executor, worker, settled)
    }
  })

  test.each(['a circular error', 'a function', 'a proxy that throws', 'a getter that throws', 'too deep'])('a throw of %s is that item\'s failure, and its worker lives', async (what) => {
    const executor = workersFor(workers, { workers: 1 })
    const worker = await executor.submit(name, 1)
    const settled = await executor.map(fixtureTask('bad-values.mjs', 'throwIt'), [what], { errors: 'settle' })
    expect(settled).toMatchObject([{ status: 'rejected', reason: { code: 'PARMAP_TASK_FAILED' } }])
    expect(await executor.submit(name, 1)).toBe(worker)
  })

  test.each(['a function', 'a promise in it', 'a Blob in it', 'shared memory in it', 'a circular error', 'too deep'])('an error with %s is that item\'s failure with all else that it has', async (what) => {
    const executor = workersFor(workers, { workers: 1 })
    const worker = await executor.submit(name, 1)
    const settled = await executor.map(fixtureTask('bad-values.mjs', 'throwWith'), [what], { errors: 'settle' })
    expect(settled).toMatchObject([{ status: 'rejected', reason: { code: 'PARMAP_TASK_FAILED', cause: { message: 'has more', more: expect.anything() as unknown } } }])
    expect(await executor.submit(name, 1)).toBe(worker)
  })

  test('a reason to abort that no worker can be sent ends the run with that very reason, and its item', async () => {
    const executor = workersFor(workers, { workers: 1, concurrencyPerWorker: 2 })
    const worker = await executor.submit(name, 1)
    const reason = { shared: new SharedArrayBuffer(8), blob: new Blob(['text']), act: () => 1 }
    const controller = new AbortController()
    const run = executor.submit(fixtureTask('plain-tasks.mjs', 'heed'), 1, { signal: controller.signal }).catch((error: unknown) => error)
    await executor.submit(name, 1) // it runs
    controller.abort(reason)
    expect(await run).toBe(reason)
    await executor.idle()
    expect(await executor.submit(name, 1)).toBe(worker)
  })

  test('moved results share a message with one that cannot be sent, and arrive', async () => {
    const executor = workersFor(workers, { workers: 1 })
    const items = Array.from({ length: 400 }, (_, n) => (n % 50 === 25 ? 'a function' : 'a moved buffer'))
    const settled = await executor.map(give, items, { errors: 'settle', batchSize: 400 })
    expect(settled.map((one) => (one.status === 'fulfilled' ? [...new Uint8Array(one.value as ArrayBuffer)] : failureOf(one))))
      .toEqual(items.map((item) => (item === 'a function' ? { code: 'PARMAP_UNSERIALIZABLE', path: '' } : [7, 7, 7, 7, 7, 7, 7, 7])))
  })

  test('data for a setup that cannot be sent ends the run with the path', async () => {
    const task = taskWithData(new URL('../fixtures/crashing.mjs', import.meta.url).href, 'setup', { list: [{ act: () => 1 }] }) as Task<number, number>
    const executor = workersFor(workers, { workers: 1 })
    await expect(executor.map(task, [1, 2])).rejects.toMatchObject({ code: 'PARMAP_SETUP_FAILED', message: expect.stringContaining('at list[0].act') as string })
    expect(await executor.submit(name, 1)).toMatch(/^(thread|process)-/u)
  })

  const isRoomy = freemem() > 8e9

  describe.skipIf(!isRoomy)(`large values${isRoomy ? '' : ' (skipped: they need 8 GB of free memory)'}`, () => {
    test.each([
      ['a string of 400 MB', 'string', 400e6],
      ['a buffer of 1 GB', 'buffer', 1e9],
    ])('%s arrives, as an item and as a result', async (_what, kind, bytes) => {
      const executor = workersFor(workers, { workers: 1 })
      const worker = await executor.submit(name, 1)
      const item = kind === 'string' ? 'x'.repeat(bytes) : Buffer.alloc(bytes, 7)
      const [there] = await executor.map(fixtureTask<unknown, number>('bad-values.mjs', 'sizeOf'), [item], { errors: 'settle' })
      expect(there).toMatchObject({ status: 'fulfilled', value: bytes })
      const back = await executor.submit(fixtureTask<unknown, string | Uint8Array>('bad-values.mjs', 'large'), { kind, bytes })
      expect(back.length).toBe(bytes)
      expect(await executor.submit(name, 1)).toBe(worker)
    })
  })

  test.each(GLOBALS)('a task that spoils %s keeps its own outcome and harms no other', async (spoilt) => {
    const executor = workersFor(workers, { workers: 1, concurrencyPerWorker: 2 })
    const worker = await executor.submit(name, 1)
    expect(await executor.submit(fixtureTask('bad-values.mjs', 'spoil'), spoilt)).toBe(spoilt)
    expect(await executor.map(fixtureTask('crashing.mjs', 'echoLater'), [1, 2, 3, 4], { timeout: 5_000, batchSize: 2 })).toEqual([1, 2, 3, 4])
    expect(await executor.submit(name, 1)).toBe(worker)
    await executor.close()
  })
}
