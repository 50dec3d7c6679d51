import fc from 'fast-check'
import { isDeepStrictEqual, types } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { decodeError, encodeError } from '../src/error-codec.ts'
import { ParmapError, TaskError, taskFailed, workerLost } from '../src/errors.ts'
import { told } from './fixtures/told.ts'

/** Sends data from one port to another, as between threads. */
function viaPort(data: unknown): unknown {
  const { port1, port2 } = new MessageChannel()
  port1.postMessage(data)
  const { message } = receiveMessageOnPort(port2) as { message: unknown }
  port1.close()
  return message
}

/** What processes do to a message. */
function viaPipe(data: unknown): unknown {
  return deserialize(serialize(data))
}

/** What arrives of a thrown value. */
function cross(thrown: unknown, channel = viaPort): unknown {
  return decodeError(channel(encodeError(thrown)) as ReturnType<typeof encodeError>)
}

/** What arrives of an error. */
function crossed<E extends Error>(error: E): E {
  return cross(error) as E
}

describe.each([['a port', viaPort], ['a pipe', viaPipe]])('through %s', (_, channel) => {
  test.each([undefined, null, 0, -0, Number.NaN, Infinity, '', 'text', '\ud800', true, false, 10n ** 30n, Symbol.for('registered')])(
    'the thrown value %s arrives as it is',
    (thrown) => {
      expect(Object.is(cross(thrown, channel), thrown)).toBe(true)
    },
  )

  test('an error arrives with its class, name, message, stack and own properties', () => {
    const error = Object.assign(new RangeError('too far'), { code: 'E_FAR', limit: 3n, at: new Date(0), seen: new Map([['a', new Set([1])]]) })
    const arrived = cross(error, channel) as typeof error
    expect(arrived).toBeInstanceOf(RangeError)
    expect(arrived.stack).toBe(error.stack)
    expect(isDeepStrictEqual(arrived, error)).toBe(true)
  })
})

describe('an error arrives', () => {
  test.each([Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError])('as what it was: %o', (Type) => {
    const arrived = crossed(new Type('m'))
    expect(Object.getPrototypeOf(arrived)).toBe(Type.prototype)
    expect(types.isNativeError(arrived)).toBe(true)
    expect(String(arrived)).toBe(`${Type.name}: m`)
  })

  test('as an error of WebAssembly', () => {
    expect(crossed(new WebAssembly.RuntimeError('unreachable'))).toBeInstanceOf(WebAssembly.RuntimeError)
  })

  test('with the same own properties, enumerable or not, and no others', () => {
    const error = Object.assign(new Error('m'), { shown: 1 })
    Object.defineProperty(error, 'hidden', { value: 2, enumerable: false })
    const describeOwn = (of: object): [string, unknown][] =>
      Object.entries(Object.getOwnPropertyDescriptors(of)).map(([key, { enumerable }]) => [key, enumerable] as [string, unknown]).toSorted()
    expect(describeOwn(crossed(error))).toEqual(describeOwn(error))
  })

  test('without a message or a stack where it had none', () => {
    const error = new Error()
    delete error.stack
    expect(Object.getOwnPropertyNames(crossed(error))).toEqual([])
  })

  test('with a message that is no string', () => {
    expect(crossed(Object.assign(new Error('m'), { message: { code: 4 } })).message).toEqual({ code: 4 })
  })

  test.each([['a value', new TypeError('inner')], ['undefined', undefined], ['a string', 'why']])('with its cause: %s', (_, cause) => {
    const arrived = crossed(new Error('outer', { cause }))
    expect(Object.hasOwn(arrived, 'cause')).toBe(true)
    expect(Object.keys(arrived)).not.toContain('cause')
    expect(isDeepStrictEqual(arrived.cause, cause)).toBe(true)
  })

  test('without a cause where it had none', () => {
    expect('cause' in crossed(new Error('m'))).toBe(false)
  })

  test('with a chain of causes', () => {
    const arrived = crossed(new Error('1', { cause: new TypeError('2', { cause: Object.assign(new Error('3'), { code: 'ROOT' }) }) }))
    const second = arrived.cause as Error
    expect(second).toBeInstanceOf(TypeError)
    expect(second.cause).toMatchObject({ message: '3', code: 'ROOT' })
  })

  test('as an AggregateError with its members', () => {
    const error = new AggregateError([new TypeError('a'), 'b', undefined, new AggregateError([new RangeError('c')])], 'several')
    const arrived = crossed(error)
    expect(arrived).toBeInstanceOf(AggregateError)
    expect(Object.keys(arrived)).toEqual([])
    expect(isDeepStrictEqual(arrived, error)).toBe(true)
    expect((arrived.errors[3] as AggregateError).errors[0]).toBeInstanceOf(RangeError)
  })

  test('as a DOMException, with name, code and cause', () => {
    const error = new DOMException('stopped', { name: 'AbortError', cause: 'why' } as never)
    const arrived = crossed(error as Error) as DOMException
    expect(arrived).toBeInstanceOf(DOMException)
    expect(arrived).toMatchObject({ name: 'AbortError', code: 20, message: 'stopped', stack: error.stack, cause: 'why' })
    expect(Object.hasOwn(arrived, 'name')).toBe(false)
  })

  test('as the reason of an aborted signal', () => {
    const { reason } = AbortSignal.timeout(0) as { reason: unknown }
    expect(reason).toBe(undefined)
    expect(cross(AbortSignal.abort().reason)).toMatchObject({ name: 'AbortError', code: 20 })
  })

  test('frozen, sealed or neither: it can be changed where it arrives', () => {
    const arrived: Error = crossed(Object.freeze(Object.assign(new Error('m'), { code: 'X' })))
    arrived.message = 'changed'
    expect(arrived).toMatchObject({ message: 'changed', code: 'X' })
  })

  test('from another realm, as one of this realm', () => {
    const thrown = runInNewContext("Object.assign(new RangeError('far', { cause: new TypeError('why') }), { code: 'X', list: [1, [2]], at: new Date(5) })") as Error
    expect(thrown).not.toBeInstanceOf(Error)
    const arrived = crossed(thrown)
    expect(arrived).toBeInstanceOf(RangeError)
    expect(arrived.cause).toBeInstanceOf(TypeError)
    expect(arrived).toMatchObject({ message: 'far', code: 'X', list: [1, [2]], at: new Date(5), stack: thrown.stack })
  })

  test('as the runtime itself has thrown it, and can be shown', () => {
    const thrown = (() => { try { return Buffer.alloc('x' as never) } catch (error) { return error as Error } })() as NodeJS.ErrnoException
    const arrived = crossed(thrown)
    expect(arrived).toBeInstanceOf(TypeError)
    expect(arrived.code).toBe('ERR_INVALID_ARG_TYPE')
    expect(String(arrived)).toMatch(/^TypeError/u)
  })
})

describe('an error of a class that only the task has arrives', () => {
  class HttpError extends TypeError {
    override name = 'HttpError'
    readonly status: number
    constructor(status: number) {
      super(`status ${status}`)
      this.status = status
    }
  }
  class Named extends Error {
    static { this.prototype.name = 'Named' }
    get code(): string { return 'E_NAMED' }
    override get message(): string { return 'computed' }
  }
  // The other is `TaskError` by name only.
  class Impostor extends Error {
    static { this.prototype.name = 'TaskError' }
  }

  test('as the nearest native one, under its own name', () => {
    const arrived = crossed(new HttpError(404))
    expect(arrived).toBeInstanceOf(TypeError)
    expect(arrived).toMatchObject({ name: 'HttpError', status: 404, message: 'status 404' })
    expect(String(arrived)).toBe('HttpError: status 404')
  })

  test('with name, message and code that its class defines', () => {
    const arrived = crossed(new Named())
    expect([arrived.name, arrived.message, arrived.code]).toEqual(['Named', 'computed', 'E_NAMED'])
    expect(Object.keys(arrived)).toEqual([])
  })

  test('not as ours, if its class is merely called alike', () => {
    const arrived = crossed(new Impostor('m'))
    expect(arrived).not.toBeInstanceOf(TaskError)
    expect(arrived.name).toBe('TaskError')
  })
})

describe('an error of ours arrives', () => {
  test('as a ParmapError with its code', () => {
    const arrived = crossed(new ParmapError('PARMAP_CLOSED', 'closed'))
    expect(arrived).toBeInstanceOf(ParmapError)
    expect(Object.hasOwn(arrived, 'name')).toBe(false)
    expect(arrived).toMatchObject({ name: 'ParmapError', code: 'PARMAP_CLOSED', message: 'closed' })
  })

  test('as a TaskError with index, attempts, worker and cause', () => {
    const arrived = crossed(taskFailed(undefined, { index: 7, attempts: 2, worker: undefined }))
    expect(arrived).toBeInstanceOf(TaskError)
    expect(arrived).toMatchObject({ name: 'TaskError', code: 'PARMAP_TASK_FAILED', index: 7, attempts: 2 })
    expect(['worker' in arrived, arrived.worker, 'cause' in arrived, arrived.cause]).toEqual([true, undefined, true, undefined])
  })

  test('with what is told of a lost worker', () => {
    const exit = { exitCode: null, signal: 'SIGKILL', outOfMemory: false }
    expect(crossed(workerLost('unknown', exit, { index: 0, attempts: 1, worker: 'process-1' }))).toMatchObject({
      code: 'PARMAP_WORKER_LOST', exitCode: null, signal: 'SIGKILL', started: 'unknown',
    })
  })

  test('also from a copy of this package whose classes a minifier has renamed', () => {
    const Renamed = class a extends Error { static { this.prototype.name = 'ParmapError' } readonly code = 'PARMAP_CLOSED' }
    expect(crossed(new Renamed('closed'))).toBeInstanceOf(ParmapError)
  })
})

describe('what an error holds arrives', () => {
  function held(value: unknown): unknown {
    return crossed(Object.assign(new Error('m'), { held: value })).held
  }

  test.each([
    ['a Map of errors', new Map([['a', new RangeError('in map')]])],
    ['a Set of objects', new Set([{ a: 1 }])],
    ['a Date', new Date(86_400_000)],
    ['a RegExp', /x/giu],
    ['a typed array', new Float64Array([1, -0, Number.NaN])],
    ['an ArrayBuffer', new Uint8Array([1, 2]).buffer],
    ['a boxed primitive', Object('text') as object],
    ['a plain object that holds errors', { deep: { error: Object.assign(new TypeError('deep'), { code: 'DEEP' }) } }],
    ['an array of all sorts', [1, 'a', null, undefined, { b: [new Error('c')] }]],
    ['an array of primitives', Array.from({ length: 1_000 }, (_, i) => i)],
  ])('%s', (_, value) => {
    expect(isDeepStrictEqual(held(value), value)).toBe(true)
  })

  test('an array with holes and properties', () => {
    const array = Object.assign([], { 3: { a: 1 }, length: 5, note: 'x' })
    const arrived = held(array) as typeof array
    expect([Object.keys(arrived), arrived.length]).toEqual([['3', 'note'], 5])
    expect(Array.isArray(arrived)).toBe(true)
  })

  test('a match of a regular expression, with its groups', () => {
    const match = /(?<year>\d+)/u.exec('in 2001')!
    expect(held(match)).toMatchObject({ 0: '2001', index: 3, input: 'in 2001', groups: { year: '2001' } })
  })

  test('an array that is mostly not there', () => {
    expect((held(Object.assign([], { length: 4_294_967_295 })) as unknown[]).length).toBe(4_294_967_295)
  })

  test('an instance of a class, as what it holds', () => {
    class Request { readonly url = '/x'; readonly #secret = 1; readonly failed = Object.assign(new Error('f'), { code: 'F' }); read(): number { return this.#secret } }
    const arrived = held(new Request()) as Request
    expect(Object.keys(arrived)).toEqual(['url', 'failed'])
    expect(arrived.failed).toMatchObject({ message: 'f', code: 'F' })
  })

  test('a property called __proto__, as a property', () => {
    const error = Object.defineProperty(new Error('m'), '__proto__', { value: { polluted: true }, enumerable: true })
    const arrived = crossed(error)
    expect(Object.getOwnPropertyDescriptor(arrived, '__proto__')).toMatchObject({ value: { polluted: true }, enumerable: true })
    expect(Object.getPrototypeOf(arrived)).toBe(Error.prototype)
    expect('polluted' in arrived).toBe(false)
  })

  test('under a registered symbol', () => {
    const key = Symbol.for('brand')
    expect((held({ [key]: 1, [Symbol('own')]: 2 }) as Record<symbol, unknown>)[key]).toBe(1)
  })

  test('as it was when it was thrown, though it changes before it is sent', () => {
    const list = [1, 2]
    const encoded = encodeError(Object.assign(new Error('m'), { list }))
    list.push(3)
    expect((decodeError(viaPort(encoded) as typeof encoded) as { list: unknown }).list).toEqual([1, 2])
  })
})

describe('references remain', () => {
  test('of an error that is its own cause', () => {
    const error = new Error('m')
    error.cause = error
    const arrived = crossed(error)
    expect(arrived.cause).toBe(arrived)
  })

  test('of an error in a Map and a Set that it holds', () => {
    const error = Object.assign(new Error('m'), { map: new Map<unknown, unknown>(), set: new Set<unknown>() })
    error.map.set(error, error)
    error.set.add(error)
    const arrived = crossed(error)
    expect(arrived.map.get(arrived)).toBe(arrived)
    expect(arrived.set.has(arrived)).toBe(true)
  })

  test('that are shared, of errors, objects, lists and buffers', () => {
    const [inner, object, list, buffer] = [new Error('i'), { a: {} }, [1], new Uint8Array(3)]
    const arrived = crossed(Object.assign(new Error('m'), { one: [inner, object, list, buffer], two: [inner, object, list, buffer] }))
    expect(arrived.one.map((value, at) => value === arrived.two[at])).toEqual([true, true, true, true])
  })
})

describe('what cannot be copied is described', () => {
  const sizes = { get: (): never => { throw new Error('hostile') } }

  test.each([
    ['a function', function twice() { return 2 }, '[function twice]'],
    ['a nameless function', (() => () => 1)(), '[function anonymous]'],
    ['a symbol of its own', Symbol('own'), 'Symbol(own)'],
    ['a promise', Promise.resolve(1), '[Promise]'],
    ['a WeakMap', new WeakMap(), '[WeakMap]'],
    ['a URL', new URL('https://example.com/a'), '[URL https://example.com/a]'],
    ['a signal', new AbortController().signal, '[AbortSignal]'],
    ['a revoked proxy', (() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy })(), '[an object that cannot be looked at]'],
    ['a proxy that throws', new Proxy({}, { getPrototypeOf: sizes.get, ownKeys: sizes.get, get: sizes.get }), '[an object that cannot be looked at]'],
  ])('%s', (_, thrown, text) => {
    expect(cross(thrown)).toBe(text)
    expect(crossed(Object.assign(new Error('m'), { held: [thrown] })).held).toEqual([text])
  })

  test('a property whose getter throws, and nothing else with it', () => {
    const error = Object.defineProperty(Object.assign(new Error('m'), { code: 'X' }), 'broken', { get: sizes.get, enumerable: true })
    expect(crossed(error)).toMatchObject({ message: 'm', code: 'X', broken: '[a property that cannot be read]' })
  })

  test('a message whose getter throws', () => {
    const error = Object.defineProperty(new RangeError('m'), 'message', { get: sizes.get })
    expect(crossed(error)).toMatchObject({ name: 'RangeError', message: '[a property that cannot be read]' })
  })

  test('the function among the members of an object', () => {
    expect(cross({ n: 1, run() {}, list: [() => 1] })).toEqual({ n: 1, run: '[function run]', list: ['[function anonymous]'] })
  })

  test('but not a function in the place of one that every object has: an error must remain one that can be shown', () => {
    const error = Object.assign(new Error('m'), { toString: () => 'mine', valueOf: () => 1 })
    expect(String(crossed(error))).toBe('Error: m')
    expect(String(cross({ toString: () => 'mine' }))).toBe('[object Object]')
  })

  test('what the channel does not copy, as the backend says', () => {
    const error = Object.assign(new Error('m'), { bytes: new Uint8Array(2), at: new Date(0) })
    const encoded = encodeError(error, (value) => !(value instanceof Uint8Array))
    expect(decodeError(encoded)).toMatchObject({ bytes: '[Uint8Array]', at: new Date(0) })
  })

  test('the far end of a chain of 100,000 causes', () => {
    let error = new Error('root')
    error.stack = ''
    for (let n = 0; n < 100_000; n++) {
      error = new Error(`cause ${n}`, { cause: error })
      error.stack = '' // the stacks of so many would be 100 MB of text
    }
    let depth = 0
    let arrived: unknown = crossed(error)
    for (; arrived instanceof Error; arrived = arrived.cause) depth++
    expect(depth).toBe(10_000)
    expect(arrived).toBe('[Error: cause 89999]')
  })

  test('the far end of a large structure, while what is near is whole', () => {
    const far = Array.from({ length: 5_000 }, (_, n) => ({ n }))
    const arrived = crossed(Object.assign(new Error('m'), { request: { far }, status: { code: 404 }, cause: new Error('near') }))
    expect(arrived).toMatchObject({ status: { code: 404 }, cause: { message: 'near' } })
    expect([arrived.request.far[0], arrived.request.far.length, arrived.request.far[4_999]]).toEqual([{ n: 0 }, 5_000, '[Object]'])
  })

  test('all 5,000 members of an AggregateError arrive', () => {
    const error = new AggregateError(Array.from({ length: 5_000 }, (_, n) => new Error(`e${n}`)), 'many')
    expect((crossed(error).errors[4_999] as Error).message).toBe('e4999')
  })
})

describe('of any thrown value', () => {
  const leaf = fc.oneof(
    fc.constantFrom(undefined, null, true, -0, Number.NaN, Symbol.for('x')), fc.string(), fc.bigInt(), fc.double(), fc.date(),
    fc.uint8Array({ maxLength: 4 }), fc.constantFrom(/x/u, Object(1) as object),
  )
  const type = fc.constantFrom(Error, TypeError, RangeError, SyntaxError)
  const key = fc.oneof(fc.constantFrom('code', 'name', 'cause', '__proto__', 'errors', 'length', '0', 'constructor'), fc.string({ maxLength: 3 }))
  const shape = fc.record({ kind: fc.constantFrom('error', 'object', 'array', 'map', 'set'), type, message: fc.string(), edges: fc.array(fc.tuple(key, fc.boolean(), fc.nat(8), leaf), { maxLength: 4 }) })

  /** Objects that refer to one another at random: each edge leads to one of them, or to a leaf. */
  const graph = fc.array(shape, { minLength: 1, maxLength: 6 }).map((shapes) => {
    const make = { error: (s: typeof shapes[0]) => Object.assign(new s.type(s.message), { stack: 'at here' }), // made when it is first read, of a name that may be a circle
      object: () => ({}), array: () => [] as unknown[], map: () => new Map<unknown, unknown>(), set: () => new Set<unknown>() }
    const nodes = shapes.map((s) => make[s.kind](s))
    const add = {
      error: (node: object, name: string, isShown: boolean, value: unknown) => { Object.defineProperty(node, name, { value, enumerable: isShown, writable: true, configurable: true }) },
      object: (node: object, name: string, _: boolean, value: unknown) => { Object.defineProperty(node, name, { value, enumerable: true, writable: true, configurable: true }) },
      array: (node: object, _: string, __: boolean, value: unknown) => { (node as unknown[]).push(value) },
      map: (node: object, name: string, _: boolean, value: unknown) => { (node as Map<unknown, unknown>).set(name, value) },
      set: (node: object, _: string, __: boolean, value: unknown) => { (node as Set<unknown>).add(value) },
    }
    for (const [at, { kind, edges }] of shapes.entries()) {
      for (const [name, isShown, to, value] of edges) add[kind](nodes[at]!, name, isShown, nodes[to] ?? value)
    }
    return nodes[0]!
  })

  test('all that can be told arrives: values, errors, circles, shared references', () => {
    fc.assert(fc.property(graph, (thrown) => {
      expect(told(cross(thrown))).toBe(told(thrown))
    }), { numRuns: 500 })
  })

  test('however hostile, something arrives, and crosses again as it is', () => {
    const hostile = fc.oneof(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withSparseArray: true, withNullPrototype: true, withObjectString: true, withBoxedValues: true }),
      fc.func(fc.nat()), fc.constantFrom(Symbol('own'), new WeakSet(), new Proxy([], { get() { throw new Error('no') } }), new Proxy(new Error('m'), { getOwnPropertyDescriptor() { throw new Error('no') } })),
    )
    fc.assert(fc.property(hostile, hostile, key, (value, other, name) => {
      const arrived = cross(Object.defineProperty(Object.assign(new Error('m'), { value }), name, { value: other, enumerable: true }))
      expect(arrived).toBeInstanceOf(Error)
      expect(told(cross(arrived))).toBe(told(arrived))
    }), { numRuns: 300 })
  })
})
