import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inlineTask } from '../src/inline.ts'
import { move } from '../src/move.ts'
import { skip } from '../src/skip.ts'
import { defineTask, importTask } from '../src/task.ts'

type Fn = (item: never) => unknown

/** The message with which a function is refused. */
function refusal(fn: Fn): string {
  expect(() => inlineTask(fn)).toThrow(TypeError)
  try {
    return inlineTask(fn).module
  } catch (error) {
    return (error as TypeError).message
  }
}

/** A function with this very text, as a module's scope or a runner's transforms would not leave it. */
function written(text: string): Fn {
  return (0, eval)(`(${text})`) as Fn
}

const factor = 3
const table = new Map([[1, 'one']])

describe('inlineTask refuses a function that uses', () => {
  test('captured variables: names them with their lines, and says what to write', () => {
    expect(refusal(function scale(n: number) {
      const scaled = n * factor
      return table.get(scaled)
    })).toBe(
      'Cannot inline `scale`: its text is all that travels, and leaves behind what is around it.\n' +
        '  `factor` (line 2), `table` (line 3): of the scope around it. Pass as state: inlineTask((item, { state }) => … state.factor …, { factor, table });' +
        ' write a global that may be missing as globalThis.factor\n' +
        "Or let workers import the function from its module: export const scale = defineTask(import.meta.url, 'scale', …)",
    )
  })

  test('a captured variable that it only assigns to', () => {
    expect(refusal(written('(n) => { last = n }'))).toContain('`last` (line 1): of the scope around it')
  })

  test('a name that is declared nowhere, also in typeof', () => {
    expect(refusal(written('() => typeof Missing'))).toContain('write a global that may be missing as globalThis.Missing')
  })

  test('a name that every object inherits, since it is hardly meant as a global', () => {
    const toString = (n: number): string => `<${n}>`
    expect(toString(1)).toBe('<1>')
    expect(refusal((n: number) => toString(n))).toContain('`toString` (line 1): of the scope around it')
  })

  test('imports: names what is imported', () => {
    expect(refusal((path: string) => basename(path))).toMatch(/`\w+\.basename` \(line 1\): imported by the module around it\. Import inside: /u)
  })

  test('skip and move: says what to do in their place', () => {
    expect(refusal((n: number) => (n > 1 ? n : skip))).toContain("skip` (line 1): write Symbol.for('parmap.skip') in its place")
    expect(refusal((b: Uint8Array) => move(b))).toContain('move` (line 1): an inline task cannot move its result, which is copied')
    expect(refusal(written('(n) => n > 1 ? n : skip'))).toContain("`skip` (line 1): write Symbol.for('parmap.skip') in its place")
    expect(refusal(written('(n) => move(n)'))).toContain('`move` (line 1): an inline task cannot move its result')
  })

  test.each([
    ['(x) => this.n', '`this` (line 1): a task is called on nothing. Pass what it needs as state'],
    ['function (x) { return () => this }', '`this` (line 1): a task is called on nothing'],
    ['function (x = this) {}', '`this` (line 1): a task is called on nothing'],
    ['(x) => class { [this.n] = 1 }', '`this` (line 1): a task is called on nothing'],
    ['(x) => class extends this.Base {}', '`this` (line 1): a task is called on nothing'],
    ['{ m(x) { return super.m(x) } }.m', '`super` (line 1): a task is no method'],
    ['(x) => arguments[0]', '`arguments` (line 1): an arrow function has none of its own. Name the parameters: (item, context) => …'],
    ['(x) => require("node:fs")', '`require` (line 1): belongs to one CommonJS module. Write await import("node:…")'],
    ['(x) => [module, exports, __filename, __dirname]', '`module` (line 1), `exports` (line 1), `__filename` (line 1), `__dirname` (line 1): belongs to one CommonJS module'],
    ['(x) => import("./x.js")', "`import('./x.js')` (line 1): text has no module to resolve it against. Pass import.meta.resolve(…) as state.url"],
    ['(x) => import("lodash")', "`import('lodash')` (line 1): text has no module to resolve it against"],
    ['(x) => import("#own")', "`import('#own')` (line 1): text has no module to resolve it against"],
    ['(x) => import(`./x.js`)', "`import('./x.js')` (line 1): text has no module to resolve it against"],
  ])('what belongs to the place where it was written: %s', (text, message) => {
    expect(refusal(written(text))).toContain(message)
  })

  test('import.meta', () => {
    expect(refusal(() => import.meta.url)).toContain('(line 1): text belongs to no module. Pass import.meta.url as state')
  })

  test('several such things: all are named at once', () => {
    const message = refusal(written('(x) => [this.n, require("x"), import("./y.js"), missing, other]'))
    expect(message.split('\n').map((line) => line.trim().split(':')[0])).toEqual([
      'Cannot inline the function',
      '`require` (line 1)',
      '`missing` (line 1), `other` (line 1)',
      '`this` (line 1)',
      "`import('./y.js')` (line 1)",
      'Or let workers import the function from its module',
    ])
  })
})

describe('inlineTask refuses', () => {
  test.each<[string, Fn, string]>([
    ['a native function', Math.sqrt, 'Cannot inline `sqrt`: it is native or bound, so its source text is not to be had. Wrap it: inlineTask((item) => …(item))'],
    ['a bound function', Math.max.bind(null, 1), 'is native or bound'],
    ['a proxy of a function', new Proxy(() => 1, {}), 'is native or bound'],
    ['a class', class Thing { readonly n = 1 } as unknown as Fn, 'Cannot inline `Thing`: it is a class, which cannot be called with an item'],
    ['a generator function', function* pages(n: number) { yield n }, 'Cannot inline `pages`: it is a generator function, and nothing iterates what it returns. Return an array instead'],
    ['an async generator method', { async *pages(n: number) { yield n } }.pages, 'it is a generator function'],
    ['a getter', Object.getOwnPropertyDescriptor({ get x() { return 1 } }, 'x')!.get!, 'Cannot inline `get x`: it is an accessor'],
    ['a setter', Object.getOwnPropertyDescriptor({ set x(_: number) {} }, 'x')!.set!, 'Cannot inline `set x`: it is an accessor'],
    // oxlint-disable-next-line typescript/no-implied-eval
    ['sloppy code', Function('x', 'with (x) {}') as Fn, "its text is not strict mode code by itself: 'with' in strict mode (line 3)"],
    ['what needs a private name', new (class A { readonly #p = 1; readonly read = (other: A): number => other.#p })().read, "Private field '#p'"],
    ['what needs new.target', (function () { return () => new.target }).call(undefined), "'new.target' can only be used in functions"],
  ])('%s', (_, fn, message) => {
    expect(refusal(fn)).toContain(message)
  })

  test('what is no function', () => {
    // @ts-expect-error a string is no function
    expect(() => inlineTask('(n) => n')).toThrow(new TypeError("Expected `fn` to be a function, got `'(n) => n'` (string)"))
  })

  test('what is a task already', () => {
    const task = defineTask(import.meta.url, 'task', (n: number) => n)
    expect(() => inlineTask(task)).toThrow('Expected `fn` to be a plain function; this is a task already, executors take it as it is, got the function `task`')
    // @ts-expect-error a reference is no function
    expect(() => inlineTask(importTask(import.meta.url, 'x'))).toThrow('Expected `fn` to be a function')
  })

  test('a promise as state, which only the event loop could await', () => {
    expect(() => inlineTask((n: number) => n, Promise.resolve(1))).toThrow('Expected `state` to be the value itself, not a promise of it; await it first, got an object (Promise)')
  })
})
