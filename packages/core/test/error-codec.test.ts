import { isDeepStrictEqual, types } from 'node:util'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { ParmapError, TaskError, taskFailed, workerLost } from '../src/errors.ts'
import { cross, crossed, viaPipe, viaPort } from './fixtures/crossing.ts'

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
    for (const name of Object.getOwnPropertyNames(error)) delete error[name as never] // JavaScriptCore's have a line and a column, too
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
    expect([arrived.name, arrived.code, arrived.message, arrived.stack, arrived.cause]).toEqual(['AbortError', 20, 'stopped', error.stack, 'why'])
    expect(Object.hasOwn(arrived, 'name')).toBe(false)
  })

  test('as the reason of an aborted signal', () => {
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
