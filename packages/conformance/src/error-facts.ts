// What can be told of an error, as data that two errors from different heaps are compared by.

import { thrownSample } from './error-samples.ts'

const NATIVE = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError, DOMException, Error]
const TOLD_APART = new Set<PropertyKey>(['name', 'message', 'stack', 'code', 'cause', 'errors'])

/** The facts of an error, and of all that it holds; of anything else, the value. */
export function factsOf(value: unknown, known: Map<unknown, string> = new Map()): unknown {
  if (!(value instanceof Error)) return value
  const before = known.get(value)
  if (before !== undefined) return before
  known.set(value, `the ${known.size + 1}. error again`)
  const own: Record<string, unknown> = {}
  for (const key of Reflect.ownKeys(value)) {
    // A DOMException keeps what it is in places of its own, which differ from runtime to runtime.
    if (TOLD_APART.has(key) || typeof key === 'symbol' || value instanceof DOMException) continue
    const { enumerable, value: held } = Object.getOwnPropertyDescriptor(value, key)!
    own[`${key}${enumerable === true ? '' : ' (hidden)'}`] = factsOf(held, known)
  }
  const { name, message, code, stack } = value as Error & { readonly code?: unknown }
  return {
    class: NATIVE.find((one) => value instanceof one)?.name,
    name,
    message,
    code,
    // Only the frame in which all samples are made: the others depend on who threw it.
    stack: value instanceof DOMException || (typeof stack === 'string' && stack.includes(thrownSample.name)) ? 'tells where' : stack,
    own,
    cause: 'cause' in value ? { is: factsOf(value.cause, known) } : 'none',
    errors: 'errors' in value ? (value.errors as readonly unknown[]).map((one) => factsOf(one, known)) : 'none',
  }
}
