// What failed, in one line, whatever was thrown.

import { fileURLToPath, pathToFileURL } from 'node:url'
import { TaskError } from '@parmap/core'
import { decodeError, encodeError } from '@parmap/core/worker'
import { describe, expect, test } from 'vitest'
import { ItemError } from '../src/errors.ts'
import { describeFailure, oneLine } from '../src/failure-text.ts'

function thrown(cause: unknown, attempts = 1): string {
  return describeFailure(new TaskError('PARMAP_TASK_FAILED', 'Item 0 failed', { index: 0, attempts, worker: 'main' }, { cause }), undefined)
}

const core = (file: string): string => fileURLToPath(new URL(file, import.meta.resolve('@parmap/core')))
const own = (file: string): string => fileURLToPath(new URL(`../src/${file}`, import.meta.url))

function withStack(error: Error, stack: string | undefined): Error {
  return Object.defineProperty(error, 'stack', { value: stack })
}

describe('a failure', () => {
  test('tells the causes that say more, and those without a message by their code', () => {
    const refused = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' })
    expect(thrown(withStack(new TypeError('fetch failed', { cause: refused }), ''))).toBe('TypeError: fetch failed: ECONNREFUSED')
    expect(thrown(withStack(new Error('outer: inner', { cause: new Error('inner') }), ''))).toBe('Error: outer: inner')
  })

  test.each([
    ['without a message', new AggregateError([new RangeError('one'), new Error('two')]), 'AggregateError: 2 errors, the first: RangeError: one'],
    ['with a message', new AggregateError([new Error('one')], 'All promises were rejected'), 'AggregateError: All promises were rejected (1 error: Error: one)'],
    ['of anything', new AggregateError([undefined, 2]), 'AggregateError: 2 errors, the first: undefined was thrown'],
    ['of nothing', new AggregateError([]), 'AggregateError'],
    ['of several', new AggregateError([new AggregateError([new AggregateError(['deep'])])]), 'AggregateError: 1 error: AggregateError: 1 error: AggregateError'],
  ])('of several errors, %s, tells how many and the first', (_, error, said) => {
    expect(thrown(withStack(error, ''))).toBe(said)
  })

  test('ends where the causes go round in a circle', () => {
    const error = withStack(new Error('round'), '')
    error.cause = error
    expect(thrown(error)).toBe('Error: round')
  })

  test.each([
    ['a module', `at f (file://${process.cwd()}/a%20b/task.mjs:3:7)`, ' at a b/task.mjs:3:7'],
    ['a module, awaited', `at async file://${process.cwd()}/task.mjs:3:7`, ' at task.mjs:3:7'],
    ['CommonJS', `at Object.<anonymous> (${process.cwd()}/task.cjs:3:7)`, ' at task.cjs:3:7'],
    ['Node alone', 'at node:internal/deps/undici/undici:14976:13', ''],
  ])('tells its place in %s', (_, frame, place) => {
    expect(thrown(withStack(new Error('bad'), `Error: bad\n    at node:fs:1:1\n    ${frame}\n    at next (file:///elsewhere.mjs:1:1)`.replace(place === '' ? /\n {4}at next.*/u : '', '')))).toBe(`Error: bad${place}`)
  })

  test.each([
    ['parmap alone', [core('worker/slot.js'), own('map-run.js')], ''],
    ['parmap below the task', ['/home/me/task.mjs', core('worker/slot.js')], 'task.mjs'],
    ['parmap above the task', [core('task.js'), '/home/me/task.mjs', core('worker/slot.js')], 'task.mjs'],
    ['a package that the task calls', ['/home/me/node_modules/lib/a.js', '/home/me/task.mjs'], 'task.mjs'],
    ['a package that is the task', ['/home/me/node_modules/lib/a.js', '/home/me/node_modules/lib/b.js', core('worker/slot.js')], 'a.js'],
  ])('thrown through %s is located in what is the user\'s', (_, files, place) => {
    const stack = ['Error: bad', ...files.map((file) => `    at f (${pathToFileURL(file).href}:3:7)`)].join('\n')
    expect(/ at .*?([^/]*):3:7$/u.exec(thrown(withStack(new Error('bad'), stack)))?.[1] ?? '').toBe(place)
  })

  test('says after how many attempts, if there were several', () => {
    expect(thrown('oh', 3)).toBe("'oh' was thrown, after 3 attempts")
  })

  test('that cannot be looked at says so', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(thrown(proxy)).toMatch(/Revoked Proxy|cannot be looked at/u)
    const hostile = Object.defineProperty(withStack(new Error('x'), ''), 'message', { get() { throw new Error('hostile') } })
    expect(thrown(hostile)).toBe('something was thrown that cannot be looked at')
  })

  test('that is not the task\'s is its message alone', () => {
    expect(thrown(decodeError(encodeError(new ItemError('not JSON', 'input'))))).toBe('not JSON') // of a worker's
    expect(thrown(new ItemError('not JSON', 'input'))).toBe('not JSON')
  })

  test('by time tells how long it was allowed', () => {
    expect(describeFailure(new TaskError('PARMAP_TIMEOUT', 'Item 0 …', { index: 0, attempts: 1, worker: 'main' }), 1_500)).toBe('ran longer than 1.50 s')
  })
})

describe('one line', () => {
  test.each([
    ['a\n   b\r\nc', 'a b c'],
    ['\u001b[31mred\u001b[0m bell\u0007', String.raw`red bell\x07`],
    ['tab\there', String.raw`tab\x09here`],
    ['  around  ', 'around'],
  ])('%j is shown as %s', (text, shown) => {
    expect(oneLine(text)).toBe(shown)
  })

  test('is cut after a thousand characters', () => {
    expect(oneLine('x'.repeat(1_000))).toBe('x'.repeat(1_000))
    expect(oneLine('x'.repeat(1_001))).toBe(`${'x'.repeat(1_000)}…`)
  })
})
