import { decodeError, type EncodedError } from '@parmap/core/worker'
import fc from 'fast-check'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { inlineTask } from '../src/inline.ts'
import { loadTask, setUp } from '../src/load-task.ts'
import { skip, type Skip } from '../src/skip.ts'
import { importTask, isTask, setupArguments, type Task } from '../src/task.ts'

/** Loads a task as any worker does, and runs it on one item. */
async function run<I, O>(task: Task<I, O>, item: I): Promise<unknown> {
  const { fn, state } = await setUp(task, await loadTask(task))
  return await fn(item as never, { state } as never)
}

const [heedsSourceUrl] = await once(new Worker(new URL('fixtures/source-url-probe.mjs', import.meta.url)), 'message') as [boolean]

/** A function with this very text: what a test runner's own transforms would change is left as it is. */
function written(text: string): (item: unknown) => unknown {
  return (0, eval)(`(${text})`) as (item: unknown) => unknown
}

describe('an inline task', () => {
  test('runs its function on an item, with the state that it was given', async () => {
    const scale: Task<number, number> = inlineTask((n: number, { state }) => n * state.factor, { factor: 3 })
    expect(await run(scale, 7)).toBe(21)
  })

  test('has no state when none was given', async () => {
    const task: Task<number, undefined> = inlineTask((_: number, { state }) => state)
    expect(await run(task, 1)).toBe(undefined)
  })

  test('infers the type of its result from the function, of its state from the argument', () => {
    const lengths: Task<string, number> = inlineTask(async (text: string) => text.length)
    // @ts-expect-error the state has no such property
    const wrong = inlineTask((n: number, { state }) => n * state.factor, { divisor: 3 })
    // @ts-expect-error without a state there is none
    const without = inlineTask((n: number, { state }) => n * state.factor)
    expect([lengths, wrong, without].map(isTask)).toEqual([true, true, true])
  })

  test('is frozen data, whose module is one absolute URL', () => {
    const task = inlineTask((n: number) => n)
    expect(Object.isFrozen(task)).toBe(true)
    expect(new URL(task.module).href).toBe(task.module)
  })

  test('is given the very same state where the heap is shared', async () => {
    const state = { seen: [] as number[] }
    await run(inlineTask((n: number, context) => { context.state.seen.push(n) }, state), 5)
    expect(state.seen).toEqual([5])
  })

  test('leaves out an item with the literal symbol', async () => {
    const odd: Task<number, number | Skip> = inlineTask((n: number) => (n % 2 === 1 ? n : (Symbol.for('parmap.skip') as Skip)))
    expect(await run(odd, 2)).toBe(skip)
  })

  test('takes a captured variable that bears the name of a global for the global', async () => {
    const parseInt = (_: string): string => 'captured'
    expect(parseInt('42')).toBe('captured')
    expect(await run(inlineTask((text: string) => parseInt(text)), '42')).toBe(42)
  })
})

// oxlint-disable-next-line typescript/no-extraneous-class
class Methods {
  static #hidden(n: number): number { return n * 2 }
  static readonly hidden = Methods.#hidden
  static shown(n: number): number { return n * 2 }
}
const key = 'computed'

describe('a function may be written as', () => {
  test.each<[string, (n: number) => unknown]>([
    ['an arrow function', (n: number) => n * 2],
    ['an arrow function with a body', (n: number) => { const two = 2; return n * two }],
    ['an async arrow function', async (n: number) => n * 2],
    ['a function', function (n: number) { return n * 2 }],
    ['an async function', async function (n: number) { return await Promise.resolve(n) * 2 }],
    ['a function that calls itself', function twice(n: number): number { return n === 0 ? 0 : 2 + twice(n - 1) }],
    ['a function that reads its arguments', function (n: number) { return (arguments as unknown as [number])[0] + n }],
    ['a method', { method(n: number) { return n * 2 } }.method],
    ['an async method', { async method(n: number) { return await Promise.resolve(n) * 2 } }.method],
    ['a method called get', { get(n: number) { return n * 2 } }.get],
    ['a method called async', { async(n: number) { return n * 2 } }.async],
    ['a method called function', { function(n: number) { return n * 2 } }.function],
    ['a method whose name is no name', { 'two by two'(n: number) { return n * 2 } }['two by two']],
    ['a method called __proto__', { ['__proto__'](n: number) { return n * 2 } }['__proto__']],
    ['a method whose name is computed', { [key](n: number) { return n * 2 } }[key]],
    ['a static method', Methods.shown],
    ['a private method', Methods.hidden],
  ])('%s', async (_, fn) => {
    expect(await run(inlineTask(fn), 21)).toBe(42)
  })

  test('one with defaults, patterns and a rest', async () => {
    const task = inlineTask(({ a, b: [c = a] = [], ...rest }: { a: number; b?: number[]; d: number }, { state = 3 }) => [a, c, rest, state])
    expect(await run(task, { a: 1, d: 4 })).toEqual([1, 1, { d: 4 }, 3])
  })

  test('one that has classes, with this and super of their own', async () => {
    const task = inlineTask((n: number) => {
      class Base { readonly n = n; twice(): number { return this.n * 2 } }
      class Derived extends Base { override twice(): number { return super.twice() + 1 } }
      const plain = { n, get value(): number { return this.n } }
      return [new Derived().twice(), plain.value]
    })
    expect(await run(task, 5)).toEqual([11, 5])
  })

  test('one that imports what its runtime has, or what a URL in its state names', async () => {
    const task = inlineTask(async (path: string, { state }) => {
      const { posix } = await import('node:path')
      const { twice } = await import(state.url) as { twice: (text: string) => string }
      return twice(posix.basename(path))
    }, { url: 'data:text/javascript,export const twice = (text) => text + text' })
    expect(await run(task, '/a/b')).toBe('bb')
  })
})

describe('the text of a function', () => {
  test.each([
    ['what a URL gives a meaning', 'n % 2 ? "#?&=+/%41%zz" : "%"'],
    ['blanks and line ends', '`tab\there\nnext line\r\nand  two blanks ` + n'],
    ['quotes and brackets', '"\\"\'<>{}[]|^\\\\" + `\\``'],
    ['characters beyond ASCII', '"ünïcödé 漢字 😀 \u00a0\u2028\u2029\ufeff" + n'],
    ['what looks like a comment', '"// /* */ <!-- --> //# sourceURL=x" + n'],
  ])('arrives as it is: %s', async (_, expression) => {
    const fn = written(`(n) => ${expression}`)
    expect(await run(inlineTask(fn), 3)).toBe(fn(3))
  })

  test('arrives as it is, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (text) => {
        const fn = written(`() => [${JSON.stringify(text)}, ${JSON.stringify(text).length} /* ${text.replaceAll('*', '')} */]`)
        expect(await run(inlineTask(fn), undefined)).toEqual(fn(undefined))
      }),
      { numRuns: 200 },
    )
  })

  test('may be a megabyte long', async () => {
    expect(await run(inlineTask(written(`(n) => n + ${JSON.stringify('x%'.repeat(500_000))}.length`)), 1)).toBe(1_000_001)
  })

  test('may end in a comment', async () => {
    expect(await run(inlineTask(written('(n) => { return n // } }\n}')), 1)).toBe(1)
  })

  test('is refused with half of a surrogate pair in it', () => {
    expect(() => inlineTask(written('() => "\ud800"'))).toThrow(new TypeError('Cannot inline a function whose text contains half of a surrogate pair: write it as an escape'))
  })
})

describe('the name of a function', () => {
  test.each<[string, () => number]>([
    ['thumbnail', function thumbnail() { return 1 }],
    ['two by two', { 'two by two'() { return 1 } }['two by two']],
    ['__proto__', { ['__proto__']() { return 1 } }['__proto__']],
    ['page.json', { 'page.json'() { return 1 } }['page.json']], // to Bun a data: URL has a file extension, too
  ])('is what it was: %s', async (name, fn) => {
    expect((await loadTask(inlineTask(fn))).fn.name).toBe(name)
  })
})

test('a text that this runtime cannot load is shown in short', async () => {
  const task = importTask(`data:text/javascript,${'x'.repeat(5_000)} y`)
  await expect(loadTask(task)).rejects.toMatchObject({
    code: 'PARMAP_TASK_LOAD_FAILED',
    message: expect.stringMatching(/^Cannot import data:text\/javascript,x{979}…: /u) as string,
  })
})

describe('in another thread or process', () => {
  const workerUrl = new URL('fixtures/inline-worker.mjs', import.meta.url)

  function message(task: Task<never, unknown>, item: unknown): object {
    return { module: task.module, exportName: task.exportName, data: setupArguments(task), item }
  }

  async function runInThread(task: Task<never, unknown>, item: unknown): Promise<{ value?: unknown; error?: EncodedError }> {
    const worker = new Worker(workerUrl)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
    worker.postMessage(message(task, item))
    const [reply] = await once(worker, 'message') as [{ value?: unknown; error?: EncodedError }]
    await worker.terminate()
    return reply
  }

  test('it runs in a thread, with a copy of its state', async () => {
    const state = new Map([['a', 1]])
    const task = inlineTask((name: string, context) => { context.state.set(name, 2); return context.state }, state)
    expect(await runInThread(task, 'b')).toEqual({ value: new Map([['a', 1], ['b', 2]]) })
    expect(state).toEqual(new Map([['a', 1]]))
  })

  const failing = written('function resize(n) {\n  const reason = `no ${n}`\n  throw new RangeError(reason)\n}')

  test('its failure comes back with a stack that names the function and the line of its own text', async () => {
    const error = decodeError((await runInThread(inlineTask(failing), 4)).error!) as Error
    expect(error).toBeInstanceOf(RangeError)
    expect(error.message).toBe('no 4')
    expect(error.stack).toMatch(/at resize \(.*inline-task:resize:3:\d+\)/u)
  })

  const why = heedsSourceUrl ? '' : ' (skipped: this runtime shows the URL of a module, whatever its sourceURL says)'
  test.skipIf(!heedsSourceUrl)(`in that stack its text is not repeated${why}`, async () => {
    const error = decodeError((await runInThread(inlineTask(failing), 4)).error!) as Error
    expect(error.stack).toMatch(/at resize \(inline-task:resize:3:9\)/u)
  })

  test('it runs in a child process', async () => {
    const child = fork(workerUrl, { serialization: 'advanced' })
    const task = inlineTask((n: bigint, { state }) => n * state, 3n)
    child.send(message(task, 7n))
    const [reply] = await once(child, 'message') as [unknown]
    child.disconnect()
    expect(reply).toEqual({ value: 21n })
  })
})
