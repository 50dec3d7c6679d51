// Where the value is that structured clone refuses.

import { unclonablePath } from '@parmap/core/worker'
import { expect, test } from 'vitest'

const refused = (): void => undefined

test.each([
  ['a value itself', refused, ''],
  ['a symbol', Symbol('a'), ''],
  ['a property', { a: 1, b: refused }, 'b'],
  ['a property of an element of a property', { rows: [{ a: 1 }, { onClick: refused }] }, 'rows[1].onClick'],
  ['an element of an element', [[1], [2, refused]], '[1][1]'],
  ['a symbol in an object', { a: { b: Symbol('b') } }, 'a.b'],
  ['a value of a Map', new Map([['key', { a: refused }]]), 'get(key).a'],
  ['a key of a Map', new Map([[{ a: refused }, 1]]), 'keys().a'],
  ['a member of a Set', { set: new Set([1, refused]) }, 'set.values()'],
])('%s is named', (_what, value, path) => {
  expect(unclonablePath(value)).toBe(path)
})

test('a getter that throws is named', () => {
  expect(unclonablePath({ rows: [{ a: 1, get b() { throw new Error('no') } }] })).toBe('rows[0].b')
})

test('of a value that is nested too deeply to be copied, some of the way is named', () => {
  let value: unknown = 1
  for (let depth = 0; depth < 100_000; depth++) value = { a: value }
  expect(unclonablePath(value)).toMatch(/^a(\.a)*$/u)
})

test('what another way of copying refuses is found by trying that', () => {
  expect(unclonablePath({ a: 1, b: { c: new SharedArrayBuffer(1) } }, (part) => !JSON.stringify(part).includes('{}'))).toBe('b.c')
})

test('a value that refers to itself has a path, too', () => {
  const value: Record<string, unknown> = {}
  Object.assign(value, { self: value, list: [value], bad: refused })
  expect(unclonablePath(value)).toBe('bad')
})

test('a value that throws when it is looked at is named itself', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  expect(unclonablePath({ a: proxy })).toBe('a')
})
