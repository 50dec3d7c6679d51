// The modules of tasks, and what is made of them in workers.

import { importTask, type Task } from '@parmap/core'
import { taskWithData } from '@parmap/core/worker'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { rejection } from './outcome-of.ts'
import { temporaryFile } from './temporary-file.ts'
import { WorkerEnds } from './worker-ends.ts'
import { fixtureTask, workersFor, type Workers } from './workers.ts'

const moduleOf = (file: string): URL => new URL(`../fixtures/${file}`, import.meta.url)
const indexOf = ({ home }: Workers): string => new URL('dist/index.js', home).href
const stripsTypes = Boolean((process.features as { typescript?: unknown }).typescript)

/** The task that notes its setups and teardowns in a file, with data that counts how often it is copied. */
async function notedTask(): Promise<{ readonly task: Task<number, string>; readonly notes: () => Promise<string[]>; readonly copies: () => number }> {
  const file = await temporaryFile()
  let copies = 0
  const data = { file, get seen() { return ++copies } }
  return {
    task: taskWithData(moduleOf('set-up.mjs').href, 'noted', data) as Task<number, string>,
    notes: async () => (await readFile(file, 'utf8')).trimEnd().split('\n'),
    copies: () => copies,
  }
}

export function modulesSuite(workers: Workers): void {
  test.for([
    ['an export of a CommonJS module', 'common.cjs', 'double', 4],
    ['the default of a transpiled module', 'transpiled.cjs', 'default', 4],
    ['a CommonJS module that is a function', 'function.cjs', 'default', 5],
    ['an export of an ES module', 'crashing.mjs', 'echo', 2],
  ] as const)('%s is a task', async ([, file, name, result]) => {
    expect(await workersFor(workers, { workers: 1 }).map(fixtureTask(file, name), [2])).toEqual([result])
  })

  test('a name that a module does not export ends the run with those that it does', async () => {
    const executor = workersFor(workers, { workers: 1 })
    expect(await rejection(executor.map(importTask(moduleOf('common.cjs'), 'triple'), [1]))).toMatchObject({ code: 'PARMAP_TASK_NOT_FOUND', message: expect.stringMatching(/it exports .*`double`/u) as string })
  })

  test('the data of a task crosses once to each worker, and is set up once there, however many runs there are', async () => {
    const { task, notes, copies } = await notedTask()
    const executor = workersFor(workers, { workers: 2, concurrencyPerWorker: 3 })
    const names = new Set<string>()
    for (let run = 0; run < 5; run++) for (const name of await executor.map(task, Array.from({ length: 20 }, () => run), { batchSize: 2 })) names.add(name)
    await executor.close()
    expect(copies()).toBe(names.size)
    expect((await notes()).toSorted()).toEqual([...Array.from(names, (_, n) => `setup ${n + 1}`), ...Array.from(names, () => 'teardown')])
  })

  test.each([
    ['it has been idle for long enough', { idleTimeout: 1 }],
    ['it has run as many items as it may', { maxItemsPerWorker: 1 }],
  ])('a worker tears down what it has set up when %s', async (_when, options) => {
    const { task, notes } = await notedTask()
    const ends = new WorkerEnds()
    const executor = workersFor(workers, { workers: 1, ...options })
    await executor.submit(task, 1)
    await ends.count(1)
    expect(await notes()).toEqual(['setup 1', 'teardown'])
  })

  test('what a teardown throws, close() rejects with, also where the worker left before', async () => {
    const ends = new WorkerEnds()
    const executor = workersFor(workers, { workers: 1, maxItemsPerWorker: 1 })
    await executor.submit(fixtureTask('set-up.mjs', 'failing'), 1)
    await ends.count(1)
    await expect(executor.close()).rejects.toThrow('not torn down')
  })

  test('a module that starts a run as it is imported is refused, and the error says what would help', async () => {
    const module = new URL(`unguarded.mjs?home=${encodeURIComponent(indexOf(workers))}&maker=${workers.maker}`, moduleOf('.'))
    const error = await rejection(workersFor(workers, { workers: 1 }).submit(importTask(module, 'double'), 1))
    expect(error).toMatchObject({ code: 'PARMAP_TASK_LOAD_FAILED', cause: { code: 'PARMAP_UNSUPPORTED', message: expect.stringMatching(/a worker is loading .*unguarded\.mjs.*a file of their own, or guard it with `if \(!isWorker\)`/u) as string } })
  })

  test('what runs in a worker may start runs while the module of another task is loaded there', async () => {
    const executor = workersFor(workers, { workers: 1, concurrencyPerWorker: 2 })
    const runs = executor.submit(fixtureTask('nested.mjs', 'whileImporting'), { home: indexOf(workers), maker: workers.maker })
    expect(await executor.submit(fixtureTask('slow-import.mjs', 'echo'), 1)).toBe(1)
    expect(await runs).toBe(1)
  })

  test('a module in TypeScript is loaded by what `preload` registers', async () => {
    const executor = workersFor(workers, { workers: 1, preload: [moduleOf('register-types.mjs')] })
    expect(await executor.map(fixtureTask('typed.ts', 'double'), [1, 2])).toEqual([2, 4])
  })

  test.runIf(stripsTypes)(`a module in TypeScript is loaded by Node itself${stripsTypes ? '' : ' (skipped: this Node does not strip types)'}`, async () => {
    expect(await workersFor(workers, { workers: 1 }).map(fixtureTask('typed.ts', 'double'), [1, 2])).toEqual([2, 4])
  })

  test.skipIf(stripsTypes)(`a module in TypeScript that cannot be loaded ends the run, and the error says what would help${stripsTypes ? ' (skipped: this Node strips types)' : ''}`, async () => {
    const error = await rejection(workersFor(workers, { workers: 1 }).map(fixtureTask('typed.ts', 'double'), [1, 2]))
    expect(error).toMatchObject({ code: 'PARMAP_TASK_LOAD_FAILED', message: expect.stringMatching(/typed\.ts.*`preload`/u) as string, cause: { code: 'ERR_UNKNOWN_FILE_EXTENSION' } })
  })
}
