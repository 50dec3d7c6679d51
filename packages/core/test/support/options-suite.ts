// What the options of executors with workers of their own do.

import type { Executor } from '@parmap/core'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { rejection } from './outcome-of.ts'
import { WorkerEnds } from './worker-ends.ts'
import { fixtureTask, workersFor, type Workers } from './workers.ts'

const name = fixtureTask<unknown, string>('plain-tasks.mjs', 'worker')
const namesOf = (executor: Executor, count: number, batchSize?: number): Promise<string[]> => executor.map(name, Array.from({ length: count }), { batchSize })
const preload = (file: string): URL => new URL(`../fixtures/${file}`, import.meta.url)

export function optionsSuite(workers: Workers): void {
  describe.each([1, 3])('workers: %i', (count) => {
    test('as many share the items of a run', async () => {
      const executor = workersFor(workers, { workers: count })
      expect(executor.concurrency).toBe(count)
      expect(new Set(await namesOf(executor, count, 1)).size).toBe(count)
    })
  })

  test('concurrencyPerWorker: as many items run in one worker at once', async () => {
    const executor = workersFor(workers, { workers: 1, concurrencyPerWorker: 5 })
    expect(await executor.map(fixtureTask('plain-tasks.mjs', 'meet'), Array.from({ length: 10 }, () => 5))).toHaveLength(10)
  })

  test.each([10, 20_000])('concurrencyPerWorker: pause() also holds what waits in a worker behind an item that computes, in messages of %i characters', async (length) => {
    const folder = mkdtempSync(join(tmpdir(), 'parmap-paused-'))
    onTestFinished(() => { rmSync(folder, { recursive: true }) })
    const begun = (): number => (existsSync(join(folder, 'begun')) ? readFileSync(join(folder, 'begun')).length : 0)
    const executor = workersFor(workers, { workers: 1, concurrencyPerWorker: 8 })
    const over = join(folder, 'over')
    const compute = fixtureTask('plain-tasks.mjs', 'compute')
    writeFileSync(over, '')
    await executor.submit(compute, { folder }) // loads it: else all would be there before the first begins
    rmSync(over)
    rmSync(join(folder, 'begun'))
    const run = executor.map(compute, Array.from({ length: 8 }, () => ({ folder, text: 'x'.repeat(length) })))
    while (begun() === 0) await wait(1)
    executor.pause()
    writeFileSync(over, '')
    while (executor.stats().running > 0) await wait(1)
    expect(begun()).toBe(1)
    executor.resume()
    expect(await run).toHaveLength(8)
  })

  test('idleTimeout: a worker without work ends, and another takes its place when there is some', async () => {
    const ends = new WorkerEnds()
    const executor = workersFor(workers, { workers: 1, idleTimeout: 1 })
    const first = await executor.submit(name, 1)
    await ends.count(1)
    expect(ends.all).toEqual([expect.objectContaining({ worker: first, exitCode: 0 })])
    expect(await executor.submit(name, 2)).not.toBe(first)
  })

  test('idleTimeout: by default a worker stays for the next run', async () => {
    const executor = workersFor(workers, { workers: 1 })
    expect(await executor.submit(name, 1)).toBe(await executor.submit(name, 2))
  })

  test.each([1, 4, 10])('maxItemsPerWorker counts items, also in batches of %i', async (batchSize) => {
    const names = await namesOf(workersFor(workers, { workers: 2, maxItemsPerWorker: 3 }), 30, batchSize)
    const counts = [...new Set(names)].map((one) => names.filter((other) => other === one).length)
    expect(Math.max(...counts)).toBe(3)
  })

  test.each([
    ['an import that never ends', fixtureTask('never-loaded.mjs', 'task')],
    ['a setup that never ends', fixtureTask('plain-tasks.mjs', 'neverReady')],
  ])('startTimeout: %s ends the run after three workers', async (_what, task) => {
    const ends = new WorkerEnds()
    const error = await rejection(workersFor(workers, { workers: 1, startTimeout: 300 }).map(task, [1, 2]))
    expect(error).toMatchObject({ code: 'PARMAP_WORKER_LOST', cause: { message: expect.stringContaining('had not begun an item within its startTimeout of 300 ms') as string } })
    expect(ends.all).toHaveLength(3)
  })

  test('startTimeout: Infinity waits for a module, however long', async () => {
    const executor = workersFor(workers, { workers: 1, startTimeout: Infinity })
    const controller = new AbortController()
    const run = executor.submit(fixtureTask('never-loaded.mjs', 'task'), 1, { signal: controller.signal })
    controller.abort('enough')
    expect(await rejection(run)).toBe('enough')
  })

  test('killGrace: a worker lives on whose item heeds its signal, and dies with one that does not', async () => {
    const ends = new WorkerEnds()
    const executor = workersFor(workers, { workers: 1, killGrace: 5_000 })
    const first = await executor.submit(name, 1)
    expect(await rejection(executor.submit(fixtureTask('plain-tasks.mjs', 'heed'), 1, { timeout: 10 }))).toMatchObject({ code: 'PARMAP_TIMEOUT' })
    expect(await executor.submit(name, 1)).toBe(first)
    const harsh = workersFor(workers, { workers: 1, killGrace: 0 })
    expect(await rejection(harsh.submit(fixtureTask('plain-tasks.mjs', 'never'), 1, { timeout: 10 }))).toMatchObject({ code: 'PARMAP_TIMEOUT' })
    await harsh.idle()
    expect(ends.all).toHaveLength(1)
  })

  test('preload: the modules are imported in their order before any task', async () => {
    const executor = workersFor(workers, { workers: 1, preload: [preload('preload-one.mjs'), preload('preload-two.mjs').href] })
    expect(await executor.submit(fixtureTask('plain-tasks.mjs', 'preloaded'), 1)).toEqual(['one', 'two'])
  })

  test('preload: a module that cannot be imported ends the run with the reason', async () => {
    const error = await rejection(workersFor(workers, { workers: 1, preload: [preload('no-such.mjs')] }).map(name, [1, 2]))
    expect(error).toMatchObject({ code: 'PARMAP_WORKER_LOST', cause: { code: 'ERR_MODULE_NOT_FOUND', message: expect.stringContaining('no-such.mjs') as string } })
  })

  test('env: is the environment of the workers; by default the caller\'s', async () => {
    process.env['PARMAP_TEST'] = 'of the host'
    const environment = fixtureTask<string, string | undefined>('plain-tasks.mjs', 'environment')
    expect(await workersFor(workers, { workers: 1 }).submit(environment, 'PARMAP_TEST')).toBe('of the host')
    delete process.env['PARMAP_TEST']
    expect(await workersFor(workers, { workers: 1, env: { PARMAP_TEST: 'of the worker' } }).submit(environment, 'PARMAP_TEST')).toBe('of the worker')
  })

  test('execArgv: are the options of the workers\' Node', async () => {
    expect(await workersFor(workers, { workers: 1, execArgv: ['--no-warnings'] }).submit(fixtureTask('plain-tasks.mjs', 'execArgv'), 1)).toEqual(['--no-warnings'])
  })

  test('execArgv: an option that Node does not know ends the run with what can be known of it, and harms no other executor', async () => {
    const error = await rejection(workersFor(workers, { workers: 1, execArgv: ['--no-such-option'] }).map(name, [1, 2]))
    expect(error).toMatchObject({ code: 'PARMAP_WORKER_LOST', message: expect.stringMatching(/^No worker can be started.*(bad option|invalid execArgv|exited with code 9)/u) as string })
    expect(await workersFor(workers, { workers: 1 }).map(name, [1])).toHaveLength(1)
  })

  describe.each([
    [{ workers: 0 }, RangeError, 'Expected `workers` to be an integer ≥ 1, got `0` (number)'],
    [{ workers: 1.5 }, RangeError, 'Expected `workers` to be an integer ≥ 1, got `1.5` (number)'],
    [{ workers: Infinity }, RangeError, 'Expected `workers` to be an integer ≥ 1, got `Infinity` (number)'],
    [{ workers: '2' }, TypeError, "Expected `workers` to be an integer ≥ 1, got `'2'` (string)"],
    [{ concurrencyPerWorker: -1 }, RangeError, 'Expected `concurrencyPerWorker` to be an integer ≥ 1, got `-1` (number)'],
    [{ idleTimeout: -1 }, RangeError, 'Expected `idleTimeout` to be a number of milliseconds ≥ 0 and ≤ 2,147,483,647, or Infinity, got `-1` (number)'],
    [{ idleTimeout: 2 ** 31 }, RangeError, 'Expected `idleTimeout` to be a number of milliseconds ≥ 0 and ≤ 2,147,483,647, or Infinity, got `2147483648` (number)'],
    [{ maxItemsPerWorker: 0 }, RangeError, 'Expected `maxItemsPerWorker` to be an integer ≥ 1 or Infinity, got `0` (number)'],
    [{ startTimeout: 0 }, RangeError, 'Expected `startTimeout` to be a number of milliseconds > 0 and ≤ 2,147,483,647, or Infinity, got `0` (number)'],
    [{ startTimeout: Number.NaN }, RangeError, 'Expected `startTimeout` to be a number of milliseconds > 0 and ≤ 2,147,483,647, or Infinity, got `NaN` (number)'],
    [{ killGrace: Infinity }, RangeError, 'Expected `killGrace` to be a number of milliseconds ≥ 0 and ≤ 2,147,483,647, got `Infinity` (number)'],
    [{ preload: ['./loader.mjs'] }, TypeError, "Expected `preload` to be an array of absolute URLs, such as import.meta.resolve('tsx/esm'), got an array (Array)"],
    [{ preload: 'file:///loader.mjs' }, TypeError, "Expected `preload` to be an array of absolute URLs, such as import.meta.resolve('tsx/esm'), got `'file:///loader.mjs'` (string)"],
    [{ execArgv: '--no-warnings' }, TypeError, "Expected `execArgv` to be an array of strings, got `'--no-warnings'` (string)"],
    [{ execArgv: [1] }, TypeError, 'Expected `execArgv` to be an array of strings, got an array (Array)'],
    [{ env: [] }, TypeError, 'Expected `env` to be an object'],
    [{ env: 'A=1' }, TypeError, 'Expected `env` to be an object'],
    [{ worker: 1 }, TypeError, 'did you mean `workers`?'],
  ] as const)('%o', (options, Kind, message) => {
    test(`throws a ${Kind.name} at once`, () => {
      const make = (): Executor => workers.make(options as object)
      expect(make).toThrow(Kind)
      expect(make).toThrow(message)
    })
  })
}
