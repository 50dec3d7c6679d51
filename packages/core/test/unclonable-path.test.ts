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
