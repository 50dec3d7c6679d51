import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { freeNames } from '../src/inline/free-names.ts'
import { parseFunction } from '../src/inline/parse-function.ts'
import { namesLookedUp, scopedFunction } from './fixtures/scoped-program.ts'

/** The free names of a function with this text, sorted. */
function free(text: string): string {
  const fn = (0, eval)(`(${text})`) as () => unknown
  return freeNames(parseFunction(fn)).map(({ name }) => name).toSorted().join(' ')
}

describe('the free names of a function', () => {
  test.each([
    ['(x) => x + k', 'k'],
    ['(x) => typeof k', 'k'],
    ['(x) => ({ a, b: c, d() { return d }, [e]: 1, get f() { return f } })', 'a c d e f'],
    ['(x) => x?.[k]?.(j)', 'j k'],
    ['(x) => tag`x${y}` + `${z}`', 'tag y z'],
    ['(x) => /a/v.test(x)', ''],
    ['(x) => import(a, b)', 'a b'],
    ['(x) => undefined', 'undefined'],
    ['(x) => arguments[0]', 'arguments'],
    ['function f() { return () => arguments[0] }', ''],
  ])('are those of an expression: %s', (text, names) => {
    expect(free(text)).toBe(names)
  })

  test.each([
    ['(a, b = a + k) => b', 'k'],
    ['(a = () => v) => { var v = 1; return a() }', 'v'],
    ['({ a: b, [k]: c = d, ...e }) => b + c + e', 'd k'],
    ['(a, ...[b, c = k]) => a + b + c', 'k'],
    ['(k = k2, { z = k } = k3) => z', 'k2 k3'],
    ['function f(a) { return f(a - 1) + g }', 'g'],
    ['(x) => { const f = function self() { return self }; return self }', 'self'],
    ['(x) => (class { static async *[Symbol.iterator]() { yield n } })', 'Symbol n'],
  ])('leave out parameters and the name of a function: %s', (text, names) => {
    expect(free(text)).toBe(names)
  })

  test.each([
    ['(x) => { if (x) { var z = 1 } return z }', ''],
    ['(x) => { { function h() {} } return h }', 'h'],
    ['(x) => { { let y = 1 } for (let y of [y]) {} for (var w in o) {} return w }', 'o'],
    ['(x) => { try { q } catch ({ m, n = p }) { m; n } m }', 'm p q'],
    ['(x) => { try {} catch { e } }', 'e'],
    ['(x) => { l: for (const i of xs) { continue l } return i }', 'i xs'],
    ['(x) => { switch (a) { case b: let c = 1; default: c } return c }', 'a b c'],
    ['(x) => { a.b = 1; c = 2; d++; [e.f, g] = [1]; ({ h: i } = x) }', 'a c d e g i'],
    ['(x) => { class A extends B { static s = A; [k] = v; #p = w; static { t } m() { return this.#p } get g() { return super.q } } return A }', 'B k t v w'],
    ['(x) => class C { static x = C }', ''],
    ['async (x) => { for await (const y of z) y; await w }', 'w z'],
    ['(x) => { eval("y"); var v; return v }', 'eval'],
    ['(x) => { const { length } = y; return length }', 'y'],
  ])('leave out what is declared, in its scope only: %s', (text, names) => {
    expect(free(text)).toBe(names)
  })

  test('come once each, with the line of their first use', () => {
    const fn = (0, eval)('((x) => {\n  one(two)\n  return one + x\n})') as () => unknown
    expect(freeNames(parseFunction(fn))).toEqual([{ name: 'one', line: 2 }, { name: 'two', line: 2 }])
  })

  test('leave out the computed key of a method, which is not carried', () => {
    const key = 'k'
    expect(freeNames(parseFunction({ [key](x: number) { return x } }[key]))).toEqual([])
  })

  test('of any program are the names that the engine looks up outside it', () => {
    fc.assert(
      fc.property(scopedFunction, (text) => {
        const known = new Set(['', 'r', 'Object'])
        expect(free(text).split(' ').filter((name) => !known.has(name))).toEqual(namesLookedUp(text))
      }),
      { numRuns: 500 },
    )
  })
})
