// What the tests of rules assert with. A failure tells what was looked at, what was expected and what was seen, since
// its reader has an executor before him, not this kit.

import type { Outcome, TaskError } from '@parmap/core'
import { inspect, isDeepStrictEqual } from 'node:util'

const show = (value: unknown): string => inspect(value, { depth: 6, breakLength: 120, maxArrayLength: 20, maxStringLength: 300 })

/** A rule is broken; the message tells how. */
export class BrokenRule extends Error { override readonly name = 'BrokenRule' }

/** Throws unless both are the same, in depth. */
export function equal(seen: unknown, expected: unknown, what: string): void {
  if (!isDeepStrictEqual(seen, expected)) fail(what, show(expected), seen)
}

/** Throws unless the condition holds. `rule` is what was expected, in words. */
export function holds(condition: boolean, what: string, rule: string, seen: unknown): void {
  if (!condition) fail(what, rule, seen)
}

/** What a promise is rejected with; rejects where it is fulfilled. May be awaited later: it counts as handled. */
export function rejection(promise: PromiseLike<unknown>, what: string): Promise<unknown> {
  const reason = Promise.resolve(promise).then((value) => fail(what, 'a rejection', value), (error: unknown) => error)
  reason.catch(() => undefined)
  return reason
}

/** What a call throws; throws where it returns. */
export function thrown(call: () => unknown, what: string): unknown {
  let value: unknown
  try {
    value = call()
  } catch (error) {
    return error
  }
  if (value instanceof Promise) value.catch(() => undefined)
  return fail(what, 'a throw', value)
}

/** How the reading of a stream ended. */
export interface Read<T> {
  readonly values: readonly T[]
  /** What it threw; undefined where it came to its end, in a list because anything can be thrown. */
  readonly errors: readonly unknown[]
}

/** Reads a stream until it ends or throws. */
export async function readAll<T>(stream: AsyncIterable<T>): Promise<Read<T>> {
  const values: T[] = []
  try {
    for await (const value of stream) values.push(value)
    return { values, errors: [] }
  } catch (error) {
    return { values, errors: [error] }
  }
}

/** The failure that a record of `errors: 'settle'`, or an outcome, tells; throws where it tells none. */
export function reasonOf(record: Outcome<unknown> | undefined, what: string): TaskError {
  return record?.status === 'rejected' ? record.reason : fail(what, 'a failure', record)
}

/** The `code` of an error. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? (error as { readonly code?: unknown }).code : undefined
}

/** Throws unless it is an error with this code. */
export function hasCode(error: unknown, code: string, what: string): void {
  if (codeOf(error) !== code) fail(what, `an error with the code ${code}`, error)
}

/** Throws what tells that a rule is broken. */
export function fail(what: string, expected: string, seen: unknown): never {
  throw new BrokenRule(`${what}: expected ${expected}, saw ${show(seen)}`)
}
