// Wrong arguments: each throws at the call, says option, rule and value, and nothing has run.

import { asyncExecutor, importTask, type Executor } from '@parmap/async'
import { describe, expect, test } from 'vitest'
import { thrownBy } from '../../core/test/support/outcome-of.ts'
import { turns } from '../../core/test/support/turns.ts'
import { WatchedInput } from '../../core/test/support/watched-input.ts'
import { VERBS } from './support/verbs.ts'

/** Calls a verb with whatever it is given, as plain JavaScript would. */
function call(verb: keyof Executor, ...given: readonly unknown[]): unknown {
  const executor = asyncExecutor()
  return (executor[verb] as (...all: unknown[]) => unknown).apply(executor, [...given])
}

const identity = (item: unknown): unknown => item
const SHOWN = /got `(.+)` \(number\)$/u

const WRONG: readonly (readonly [string, unknown, typeof TypeError, string])[] = [
  ...[0, -1, 1.5, NaN, -Infinity].map((value) => ['concurrency', value, RangeError, 'an integer ≥ 1 or Infinity'] as const),
  ...['4', null, true, 4n, [4]].map((value) => ['concurrency', value, TypeError, 'an integer ≥ 1 or Infinity'] as const),
  ...[0, -3, 2.5, NaN, Infinity].map((value) => ['batchSize', value, RangeError, "an integer ≥ 1 or 'auto'"] as const),
  ...['Auto', null, {}].map((value) => ['batchSize', value, TypeError, "an integer ≥ 1 or 'auto'"] as const),
  ...[0, -1, 0.5, NaN, Infinity].map((value) => ['window', value, RangeError, 'an integer ≥ 1'] as const),
  ...['8', null].map((value) => ['window', value, TypeError, 'an integer ≥ 1'] as const),
  ...['ignore', '', null, true].map((value) => ['errors', value, TypeError, "'stop', 'collect'"] as const),
  ...['f', null, {}].map((value) => ['onProgress', value, TypeError, 'a function'] as const),
  ...['f', null, {}].map((value) => ['onOutcome', value, TypeError, 'a function'] as const),
]

const WRONG_EVERYWHERE: typeof WRONG = [
  ...[0, -5, NaN, 2 ** 31, -Infinity].map((value) => ['timeout', value, RangeError, 'a number of milliseconds > 0'] as const),
  ...['30s', null, 5n].map((value) => ['timeout', value, TypeError, 'a number of milliseconds > 0'] as const),
  ...[-1, 1.5, NaN].map((value) => ['retries', value, RangeError, 'an integer ≥ 0'] as const),
  ...['2', null, true].map((value) => ['retries', value, TypeError, 'an integer ≥ 0'] as const),
  ...[NaN, Infinity, -Infinity].map((value) => ['priority', value, RangeError, 'a finite number'] as const),
  ...['high', null].map((value) => ['priority', value, TypeError, 'a finite number'] as const),
  ...['yes', 1, null].map((value) => ['idempotent', value, TypeError, 'a boolean'] as const),
  ...['signal', {}, null, new AbortController()].map((value) => ['signal', value, TypeError, 'an AbortSignal'] as const),
]

const WRONG_RETRIES: typeof WRONG = [
  ...[-1, 0.5, NaN].map((limit) => ['retries.limit', { limit }, RangeError, 'an integer ≥ 0'] as const),
  ...['3', null, undefined].map((limit) => ['retries.limit', { limit }, TypeError, 'an integer ≥ 0'] as const),
  ['retries.limit', {}, TypeError, 'an integer ≥ 0'],
  ...[-1, NaN, Infinity].map((delay) => ['retries.delay', { limit: 1, delay }, RangeError, 'a number of milliseconds ≥ 0'] as const),
  ...['1s', null, {}].map((delay) => ['retries.delay', { limit: 1, delay }, TypeError, 'a number of milliseconds ≥ 0'] as const),
  ...[true, 'never', null].map((retryIf) => ['retries.retryIf', { limit: 1, retryIf }, TypeError, 'a function'] as const),
]

describe.each(VERBS)('%s', (verb) => {
  test.each([...WRONG, ...WRONG_EVERYWHERE])('refuses %s: %o', (name, value, Kind, rule) => {
    const error = thrownBy(() => call(verb, identity, [1], { [name]: value })) as Error
    expect(error).toBeInstanceOf(Kind)
    expect(error.message).toContain(`Expected \`${name}\` to be ${rule}`)
    expect(error.message).toMatch(/, got .+$/u)
  })

  test.each(WRONG_RETRIES)('refuses a wrong %s in %o', (name, retries, Kind, rule) => {
    const error = thrownBy(() => call(verb, identity, [1], { retries })) as Error
    expect(error).toBeInstanceOf(Kind)
    expect(error.message).toContain(`Expected \`${name}\` to be ${rule}`)
  })

  test('names the nearest option for one that it does not know', () => {
    for (const [wrong, right] of [['concurency', 'concurrency'], ['Timeout', 'timeout'], ['retry', 'retries'], ['onprogres', 'onProgress'], ['errror', 'errors']]) {
      const error = thrownBy(() => call(verb, identity, [1], { [wrong!]: 1 })) as Error
      expect(error).toBeInstanceOf(TypeError)
      expect(error.message).toContain(`\`${wrong}\``)
      expect(error.message).toContain(`\`${right}\``)
    }
  })

  test('refuses options that are named like what every object has', () => {
    for (const name of ['toString', 'constructor', 'hasOwnProperty']) expect(thrownBy(() => call(verb, identity, [1], { [name]: 1 }))).toBeInstanceOf(TypeError)
  })

  test.each([null, 5, 'fast', true, [1], () => 1])('refuses options that are %o', (options) => {
    const error = thrownBy(() => call(verb, identity, [1], options)) as Error
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain('`options`')
  })

  test.each([undefined, null, 5, {}, { module: 1, exportName: 'x' }, []])('refuses a task that is %o', (task) => {
    const error = thrownBy(() => call(verb, task, [1])) as Error
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain('`task`')
  })

  test('refuses a class, which cannot be called, and shows what to write', () => {
    class Page { readonly url = 'a' }
    class Sheet extends Page {}
    for (const [task, name] of [[Page, 'Page'], [Sheet, 'Sheet'], [class { readonly url = 'a' }, 'It']] as const) {
      const error = thrownBy(() => call(verb, task, [1])) as Error
      expect(error).toBeInstanceOf(TypeError)
      expect(error.message).toContain(`(item) => new ${name}(item)`)
    }
  })

  // A skip in this title says that the runtime's URL is no class of JavaScript, but one of those that look like functions.
  test.skipIf(!Function.prototype.toString.call(URL).startsWith('class'))('refuses a class of the runtime that is written in JavaScript: URL', () => {
    expect(thrownBy(() => call(verb, URL, [1]))).toEqual(new TypeError('Expected `task` to be a function, got the class `URL`; write (item) => new URL(item)'))
  })

  test('takes functions of the runtime that look like classes', () => {
    for (const task of [String, Number, Date]) expect(() => call(verb, task, [])).not.toThrow()
  })

  test.each(['./task.js', 'task.js', '/task.js', 'C:\\task.js'])('refuses a reference written by hand to %s, and shows what to write', (module) => {
    const error = thrownBy(() => call(verb, { ...importTask('file:///task.js', 'run'), module }, [1])) as Error
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain('import.meta.url')
  })

  test('says so when items and task are swapped', () => {
    const error = thrownBy(() => call(verb, [1, 2], identity)) as Error
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain('swapped')
  })

  test.each([undefined, null, 5, {}, true, () => 1, (function* () { yield 1 })])('refuses items that are %o', (items) => {
    const error = thrownBy(() => call(verb, identity, items)) as Error
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain('`items`')
  })

  test('refuses a string, and shows what to write for its characters', () => {
    const error = thrownBy(() => call(verb, identity, 'abc')) as Error
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain('string')
    expect(error.message).toContain("'abc'")
  })

  test('refuses an array-like, and shows what to write for it', () => {
    const error = thrownBy(() => call(verb, identity, { length: 1, 0: 'a' })) as Error
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain('Array.from')
  })

  test('takes undefined for every option as if it were not there', () => {
    const options = Object.fromEntries(['signal', 'timeout', 'retries', 'priority', 'idempotent', 'concurrency', 'batchSize', 'window', 'errors', 'onProgress', 'onOutcome'].map((name) => [name, undefined]))
    expect(() => call(verb, identity, [], options)).not.toThrow()
    expect(() => call(verb, identity, [], undefined)).not.toThrow()
    expect(() => call(verb, identity, [], { retries: { limit: 1, delay: undefined, retryIf: undefined } })).not.toThrow()
  })

  test('has run nothing when it throws', async () => {
    let runs = 0
    const input = new WatchedInput(5)
    const task = (): number => ++runs
    for (const options of [{ concurrency: 0 }, { timeout: 'x' }, { nothing: 1 }, null]) thrownBy(() => call(verb, task, input, options))
    thrownBy(() => call(verb, undefined, input))
    await turns()
    expect(input).toMatchObject({ opened: 0, nexts: 0, returns: 0 })
    expect(runs).toBe(0)
  })
})

describe('messages', () => {
  test('are as the documentation shows them', () => {
    expect(thrownBy(() => call('map', identity, [1], { concurrency: 0 }))).toMatchObject({ message: 'Expected `concurrency` to be an integer ≥ 1 or Infinity, got `0` (number)' })
  })

  test('tell apart what looks alike', () => {
    const shown = [-0.5, NaN].map((value) => SHOWN.exec((thrownBy(() => call('map', identity, [1], { concurrency: value })) as Error).message)?.[1])
    expect(shown).toEqual(['-0.5', 'NaN'])
    expect((thrownBy(() => call('map', identity, [1], { concurrency: '4' })) as Error).message).toContain("`'4'` (string)")
    expect((thrownBy(() => call('map', identity, [1], { concurrency: 4n })) as Error).message).toContain('(bigint)')
  })

  test('are made for values that throw when looked at', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    for (const value of [proxy, Object.create(null), Symbol('s'), { toString() { throw new Error('hostile') } }]) {
      expect(thrownBy(() => call('map', identity, [1], { concurrency: value }))).toMatchObject({ message: expect.stringContaining('`concurrency`') })
    }
  })
})

describe('submit', () => {
  test.each(WRONG_EVERYWHERE)('refuses %s: %o', (name, value, Kind, rule) => {
    const error = thrownBy(() => call('submit', identity, 1, { [name]: value })) as Error
    expect(error).toBeInstanceOf(Kind)
    expect(error.message).toContain(`Expected \`${name}\` to be ${rule}`)
  })

  test.each(['concurrency', 'batchSize', 'window', 'errors', 'onProgress', 'onOutcome'])('does not know %s', (name) => {
    expect(thrownBy(() => call('submit', identity, 1, { [name]: 1 }))).toBeInstanceOf(TypeError)
  })

  test('refuses what is no task', () => {
    expect(thrownBy(() => call('submit', 5, 1))).toMatchObject({ name: 'TypeError', message: expect.stringContaining('`task`') })
  })
})

test('forEach keeps no records, so it refuses to settle where nobody hears of failures', () => {
  expect(thrownBy(() => call('forEach', identity, [1], { errors: 'settle' }))).toMatchObject({ name: 'TypeError', message: expect.stringContaining('`errors`') })
})
