// Wrong arguments of everything but the verbs of an executor: making one, setting its concurrency, the one-shot map,
// defining and referring to tasks.

import { asyncExecutor, defineTask, importTask, map, move, type Executor, type Functions } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { thrownBy } from '../../core/test/support/outcome-of.ts'

const identity = (item: unknown): unknown => item

describe('asyncExecutor', () => {
  test.each([
    [{ concurrency: 0 }, RangeError, '`concurrency`'],
    [{ concurrency: '2' }, TypeError, '`concurrency`'],
    [{ rateLimit: 5 }, TypeError, '`rateLimit`'],
    [{ rateLimit: {} }, TypeError, '`rateLimit.limit`'],
    [{ rateLimit: { limit: 0, interval: 10 } }, RangeError, '`rateLimit.limit`'],
    [{ rateLimit: { limit: 1.5, interval: 10 } }, RangeError, '`rateLimit.limit`'],
    [{ rateLimit: { limit: 1 } }, TypeError, '`rateLimit.interval`'],
    [{ rateLimit: { limit: 1, interval: 0 } }, RangeError, '`rateLimit.interval`'],
    [{ rateLimit: { limit: 1, interval: 2 ** 31 } }, RangeError, '`rateLimit.interval`'],
    [{ rateLimit: { limit: 1, intervall: 5 } }, TypeError, '`interval`'],
    [{ concurency: 5 }, TypeError, '`concurrency`'],
    [null, TypeError, '`options`'],
    [100, TypeError, '`options`'],
  ])('refuses %o', (options, Kind, name) => {
    const error = thrownBy(() => asyncExecutor(options as never)) as Error
    expect(error).toBeInstanceOf(Kind)
    expect(error.message).toContain(name)
  })

  test.each([0, -1, 2.5, NaN, '3', undefined, null])('refuses to set its concurrency to %o, and keeps the old one', (value) => {
    const executor: Executor<Functions> = asyncExecutor({ concurrency: 7 })
    expect(thrownBy(() => { executor.concurrency = value as never })).toMatchObject({ message: expect.stringContaining('`concurrency`') })
    expect(executor.concurrency).toBe(7)
  })
})

describe('the one-shot map', () => {
  test.each([{ concurrency: 0 }, { concurency: 5 }, null, { timeout: -1 }])('throws at the call for %o', (options) => {
    expect(thrownBy(() => map(identity, [1], options as never))).toBeInstanceOf(Error)
  })

  test('throws at the call for wrong items and tasks', () => {
    expect(thrownBy(() => map(identity, 'abc' as never))).toBeInstanceOf(TypeError)
    expect(thrownBy(() => map([1] as never, identity as never))).toBeInstanceOf(TypeError)
  })
})

describe('tasks and marks', () => {
  test.each(['./task.js', '/home/me/task.js', 'C:\\tasks\\task.js', 'task', '', undefined, 5])('a module that is %o is refused, with the three lines to write', (module) => {
    for (const make of [() => importTask(module as never), () => defineTask(module as never, 'x', identity)]) {
      const error = thrownBy(make) as Error
      expect(error).toBeInstanceOf(TypeError)
      for (const line of ['import.meta.url', "new URL('./x.js', import.meta.url)", "import.meta.resolve('pkg')"]) expect(error.message).toContain(line)
    }
  })

  test.each(['', 5, null, Symbol('x')])('an export name that is %o is refused', (name) => {
    expect(thrownBy(() => importTask(import.meta.url, name as never))).toBeInstanceOf(TypeError)
    expect(thrownBy(() => defineTask(import.meta.url, name as never, identity))).toBeInstanceOf(TypeError)
  })

  test('a class is no definition', () => {
    class Page { readonly url = 'a' }
    expect(thrownBy(() => defineTask(import.meta.url, 'x', Page as never))).toMatchObject({ name: 'TypeError', message: expect.stringContaining('(item) => new Page(item)') })
  })

  test('a definition without a function, or with wrong options, is refused', () => {
    const define = defineTask as (...given: readonly unknown[]) => unknown
    const setup = (): number => 1
    for (const given of [[undefined], ['f'], [identity, {}], [identity, { setup: 1 }], [identity, { setup, teardown: 1 }], [identity, null], [identity, { setup, tearDown: setup }]]) {
      expect(thrownBy(() => define(import.meta.url, 'x', ...given))).toBeInstanceOf(TypeError)
    }
  })

  test.each([
    [5, 'got `5` (number)'],
    [null, 'got `null` (null)'],
    ['x', "got `'x'` (string)"],
    [{}, 'got an object (Object)'],
    [[{}, 5], 'got an array (Array) with `5` (number) at 1'],
    [[null], 'got an array (Array) with `null` (null) at 0'],
  ])('move(value, %o) is refused: what is transferred is an array of objects', (transfer, got) => {
    expect(thrownBy(() => move({}, transfer as never))).toEqual(new TypeError(`Expected \`transfer\` to be an array of objects, ${got}`))
  })

  test('an option that resembles none is answered with all there are', () => {
    expect(thrownBy(() => asyncExecutor({ frobnicate: 1 } as never))).toEqual(new TypeError('Unknown option `frobnicate` for `asyncExecutor`; there are concurrency, rateLimit'))
  })

  test.each([1, 'x', undefined, null])('move(%o) is refused', (value) => {
    expect(thrownBy(() => move(value as never))).toBeInstanceOf(TypeError)
  })
})
