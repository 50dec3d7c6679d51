// Named tasks on the event loop: defined here, imported by reference, looked up in every kind of module.

import { asyncExecutor, defineTask, importTask, isWorker, map, type TaskContext } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { throwIf } from '../../core/test/support/failing-tasks.ts'
import { rejection } from '../../core/test/support/outcome-of.ts'
import { run, VERBS } from './support/verbs.ts'

const fixture = (name: string): URL => new URL(`fixtures/${name}`, import.meta.url)
type Numbers = (n: number) => number

describe('a task made by defineTask', () => {
  const triple = defineTask(import.meta.url, 'triple', (n: number) => n * 3)
  const context = defineTask(import.meta.url, 'context', (_n: number, given) => given)

  test('is still the plain function when called by hand', () => {
    expect(triple(2)).toBe(6)
    expect(triple.name).toBe('triple')
  })

  test('is a reference: data that names module and export', () => {
    expect([triple.module, triple.exportName]).toEqual([import.meta.url, 'triple'])
    expect(defineTask(new URL(import.meta.url), 'x', triple).module).toBe(import.meta.url)
  })

  test('called by hand sees a complete context, and what it was given', () => {
    expect(context(1)).toMatchObject({ index: 0, attempt: 1, state: undefined, worker: 'main' })
    expect((context(1)).signal).toBeInstanceOf(AbortSignal)
    expect(context(1, { index: 7 })).toMatchObject({ index: 7, attempt: 1 })
    const whole = { index: 3, attempt: 2, state: undefined, worker: 'w', signal: new AbortController().signal } satisfies TaskContext
    expect(context(1, whole)).toMatchObject(whole)
  })

  test.each(VERBS)('runs in %s', async (verb) => {
    let sum = 0
    const add = defineTask(import.meta.url, 'add', (n: number) => { sum += n })
    await run(asyncExecutor(), verb, add, [1, 2, 3])
    expect(sum).toBe(6)
  })

  test('runs in submit, and closes over what it likes: nothing is loaded', async () => {
    const local = 10
    expect(await asyncExecutor().submit(defineTask(import.meta.url, 'notExported', (n: number) => n + local), 1)).toBe(11)
  })
})

describe('importTask', () => {
  test.each([
    ['an export made by defineTask', 'tasks.mjs', 'double', 6],
    ['a plain function', 'tasks.mjs', 'plain', 4],
    ['a default export', 'tasks.mjs', 'default', 300],
    ['a property of a CommonJS module', 'common.cjs', 'double', 6],
    ['one that the lexer of Node does not see', 'common.cjs', 'inside', 21],
    ['one behind a getter', 'common.cjs', 'late', 9],
    ['a CommonJS module that is a function', 'function.cjs', 'default', 15],
    ['a property of such a function', 'function.cjs', 'named', 18],
    ['the default of a transpiled module, unwrapped once', 'transpiled.cjs', 'default', 33],
    ['a named export of a transpiled module', 'transpiled.cjs', 'named', 36],
  ])('finds %s', async (_what, file, name, expected) => {
    expect(await map(importTask<Numbers>(fixture(file), name), [3])).toEqual([expected])
  })

  test('the export is the default one unless named', async () => {
    expect(await map(importTask<Numbers>(fixture('tasks.mjs')), [3])).toEqual([300])
  })

  test('takes the URL as a string, also where it is not written the usual way', async () => {
    expect(await map(importTask<Numbers>(fixture('tasks.mjs').href, 'double'), [3])).toEqual([6])
    expect(await map(importTask<Numbers>(fixture('tasks.mjs').href.replace('/fixtures/', '/x/../fixtures/'), 'double'), [3])).toEqual([6])
    expect(await map(importTask<Numbers>(fixture('with space/spaced.mjs').href.replace('%20', ' '), 'spaced'), [3])).toEqual([4])
  })

  test('takes a data URL and a module of the runtime', async () => {
    expect(await map(importTask<Numbers>('data:text/javascript,export default (n) => n * 9', 'default'), [3])).toEqual([27])
    expect(await map(importTask<(path: string) => string>('node:path', 'dirname'), ['/a/b'])).toEqual(['/a'])
  })

  test('loads nothing before the first item, and nothing for an empty input', async () => {
    expect(await map(importTask(new URL('file:///no/such/module.mjs')), [])).toEqual([])
  })

  test('is the same in every verb', async () => {
    const executor = asyncExecutor()
    const double = importTask<Numbers>(fixture('tasks.mjs'), 'double')
    expect(await executor.submit(double, 4)).toBe(8)
    const values: number[] = []
    for await (const value of executor.imap(double, [1, 2, 3])) values.push(value)
    expect(values).toEqual([2, 4, 6])
    expect(await executor.forEach(double, [1])).toBeUndefined()
  })
})

describe('a task that cannot be loaded ends the run in every mode', () => {
  const MODES = ['stop', 'collect', 'settle'] as const

  test.each(MODES)('PARMAP_TASK_NOT_FOUND under %s names the exports that are there', async (errors) => {
    const error = (await rejection(map(importTask(fixture('tasks.mjs'), 'dubble'), [1, 2], { errors }))) as Error
    expect(error).toMatchObject({ name: 'ParmapError', code: 'PARMAP_TASK_NOT_FOUND' })
    for (const name of ['dubble', 'double', 'plain', 'default', 'tasks.mjs']) expect(error.message).toContain(name)
  })

  test('PARMAP_TASK_NOT_FOUND names those of a CommonJS module, too, and says when there are none', async () => {
    expect(await rejection(map(importTask(fixture('common.cjs'), 'nope'), [1]))).toMatchObject({ code: 'PARMAP_TASK_NOT_FOUND', message: expect.stringContaining('inside') })
    expect(await rejection(map(importTask(fixture('empty.mjs'), 'nope'), [1]))).toMatchObject({ code: 'PARMAP_TASK_NOT_FOUND', message: expect.stringContaining('nothing') })
  })

  test.each(['number', 'nothing', 'log', 'Page'])('an export that is no function is not found: %s', async (name) => {
    expect(await rejection(map(importTask(fixture('tasks.mjs'), name), [1]))).toMatchObject({ code: 'PARMAP_TASK_NOT_FOUND' })
  })

  test.each([['tasks.mjs', 'alias'], ['moved-away.mjs', 'double'], ['moved-away.mjs', 'renamed']])('a task of %s that bears another module or name than %s is not found', async (file, name) => {
    const error = (await rejection(map(importTask(fixture(file), name), [1]))) as Error
    expect(error).toMatchObject({ code: 'PARMAP_TASK_NOT_FOUND' })
    expect(error.message).toMatch(/`(double|original)`/u)
  })

  test.each(MODES)('PARMAP_TASK_LOAD_FAILED under %s has what the module threw as its cause', async (errors) => {
    const error = await rejection(map(importTask(fixture('broken.mjs')), [1, 2], { errors }))
    expect(error).toMatchObject({ name: 'ParmapError', code: 'PARMAP_TASK_LOAD_FAILED', message: expect.stringContaining('broken at load') })
    expect((error as Error).cause).toBeInstanceOf(RangeError)
    expect(await rejection(map(importTask('file:///no/such/module.mjs'), [1]))).toMatchObject({ code: 'PARMAP_TASK_LOAD_FAILED', cause: { code: 'ERR_MODULE_NOT_FOUND' } })
  })

  test.each(MODES)('PARMAP_SETUP_FAILED under %s has what the setup threw as its cause', async (errors) => {
    const error = await rejection(map(importTask(fixture('tasks.mjs'), 'unready'), [1, 2, 3], { errors }))
    expect(error).toMatchObject({ name: 'ParmapError', code: 'PARMAP_SETUP_FAILED', message: expect.stringContaining('unready'), cause: { message: 'no database' } })
  })

  test('the input is left, and other runs go on', async () => {
    const executor = asyncExecutor()
    let isLeft = false
    const input = (function* () { try { for (;;) yield 1 } finally { isLeft = true } })()
    const [failed, fine] = await Promise.all([rejection(executor.map(importTask(fixture('broken.mjs')), input)), executor.map((n: number) => n, [1, 2])])
    expect([failed, fine, isLeft]).toMatchObject([{ code: 'PARMAP_TASK_LOAD_FAILED' }, [1, 2], true])
    await executor.idle()
    expect(executor.stats()).toMatchObject({ running: 0, waiting: 0 })
  })

  test('a later run tries again', async () => {
    const executor = asyncExecutor()
    let tries = 0
    const moody = defineTask(import.meta.url, 'moody', (n: number) => n, { setup: () => { throwIf(++tries === 1, 'not yet') } })
    expect(await rejection(executor.map(moody, [1, 2]))).toMatchObject({ code: 'PARMAP_SETUP_FAILED' })
    expect(await executor.map(moody, [1, 2])).toEqual([1, 2])
    expect(tries).toBe(2)
  })
})

test('the program itself is no worker', () => {
  expect(isWorker).toBe(false)
})
