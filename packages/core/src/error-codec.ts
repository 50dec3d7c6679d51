// Errors on their way back from a worker: structured clone alone loses the class, `code` and other own properties, the
// members of an AggregateError, and all of a DOMException. Knows thrown values, which may be anything, also hostile.

import { ParmapError, TaskError, tag } from './errors.ts'

/** A thrown value as plain data, which structured clone copies unharmed. */
export type EncodedError =
  | { readonly kind: 'error'; readonly id: number; readonly type: string; readonly message: string; readonly fields: readonly Field[] }
  | { readonly kind: 'array'; readonly id: number; readonly values: readonly EncodedError[] }
  | { readonly kind: 'object'; readonly id: number; readonly fields: readonly Field[] }
  /** Copied as it is. */
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'symbol'; readonly key: string }
  /** The object with this id once more: circles and shared references. */
  | { readonly kind: 'seen'; readonly id: number }
  /** Stands for what cannot be copied. */
  | { readonly kind: 'description'; readonly text: string }

interface Field {
  readonly name: string
  readonly isEnumerable: boolean
  readonly value: EncodedError
}

// What lies deeper is described: a chain of a million causes must not end in a stack overflow.
const MOST_LEVELS = 64

const CLASSES: ReadonlyMap<string, { readonly prototype: Error }> = new Map(
  [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError, ParmapError, TaskError].map((type) => [type.prototype.name, type]),
)

const NOT_COPIED: ReadonlySet<string> = new Set(['message']) // carried apart: a DOMException has it on its prototype

/**
 * Turns a thrown value into data. Kept: class of native errors, name, message, stack, `cause`, `errors`, all other own
 * properties, circles, values that are no errors. What cannot be copied (a function, an object that throws when it is
 * looked at, what lies more than 64 levels deep) is replaced by a description.
 *
 * @param isCopyable whether the channel copies a value that is neither an error nor a plain object or array; default:
 *   whether structured clone does
 */
export function encodeError(thrown: unknown, isCopyable: (value: unknown) => boolean = isClonable): EncodedError {
  const seen = new Map<object, number>()

  function encode(value: unknown, level: number): EncodedError {
    if (typeof value === 'symbol') {
      const key = Symbol.keyFor(value)
      return key === undefined ? { kind: 'description', text: String(value) } : { kind: 'symbol', key }
    }
    if (typeof value === 'function') return describe(value)
    if (typeof value !== 'object' || value === null) return { kind: 'value', value }
    const known = seen.get(value)
    if (known !== undefined) return { kind: 'seen', id: known }
    if (level > MOST_LEVELS) return describe(value)
    try {
      return encodeObject(value, level)
    } catch {
      return describe(value) // a proxy or a getter that throws
    }
  }

  function encodeObject(value: object, level: number): EncodedError {
    const isError = value instanceof Error || tag(value) === 'Error' || tag(value) === 'DOMException'
    if (!isError && !isPlain(value) && isCopyable(value)) return { kind: 'value', value }
    const id = seen.size
    seen.set(value, id)
    if (isError) {
      const { message } = value as Error
      return { kind: 'error', id, type: classOf(value as Error), message: String(message), fields: [...named(value as Error, level), ...fields(value, level)] }
    }
    if (!Array.isArray(value)) return { kind: 'object', id, fields: fields(value, level) }
    return { kind: 'array', id, values: Array.from(value, (member) => encode(member, level + 1)) }
  }

  function fields(value: object, level: number): Field[] {
    return Object.getOwnPropertyNames(value).filter((name) => !NOT_COPIED.has(name) || !(value instanceof Error)).map((name) => {
      const { enumerable: isEnumerable = false } = Object.getOwnPropertyDescriptor(value, name)!
      return { name, isEnumerable, value: encode(read(value, name), level + 1) }
    })
  }

  /** A name that the class has, not the error itself. */
  function named(error: Error, level: number): Field[] {
    if (Object.hasOwn(error, 'name') || CLASSES.get(classOf(error))?.prototype.name === error.name) return []
    return [{ name: 'name', isEnumerable: false, value: encode(error.name, level + 1) }]
  }

  return encode(thrown, 0)
}

/** The thrown value again, as far as it can be told in this realm. */
export function decodeError(encoded: EncodedError): unknown {
  const made: object[] = []

  function decode(node: EncodedError): unknown {
    switch (node.kind) {
      case 'value': return node.value
      case 'symbol': return Symbol.for(node.key)
      case 'description': return node.text
      case 'seen': return made[node.id]
      case 'array': {
        const values: unknown[] = (made[node.id] = [])
        for (const value of node.values) values.push(decode(value))
        return values
      }
      case 'object': return restore((made[node.id] = {}), node.fields)
      case 'error': return restore((made[node.id] = blank(node.type, node.message, node.fields)), node.fields)
    }
  }

  function restore(target: object, fields: readonly Field[]): object {
    for (const { name, isEnumerable, value } of fields) {
      Object.defineProperty(target, name, { value: decode(value), enumerable: isEnumerable, writable: true, configurable: true })
    }
    return target
  }

  return decode(encoded)
}

const DOM_EXCEPTION = 'DOMException'

function blank(type: string, message: string, fields: readonly Field[]): Error {
  if (type === DOM_EXCEPTION) {
    const name = fields.find((field) => field.name === 'name')?.value
    return new DOMException(message, name?.kind === 'value' ? String(name.value) : undefined) as Error
  }
  const error = new Error(message)
  return Object.setPrototypeOf(error, (CLASSES.get(type) ?? Error).prototype) as Error
}

/** The nearest class that the other side has, too. */
function classOf(error: Error): string {
  if (tag(error) === DOM_EXCEPTION) return DOM_EXCEPTION
  for (let prototype: unknown = Object.getPrototypeOf(error); prototype !== null && prototype !== undefined; prototype = Object.getPrototypeOf(prototype)) {
    const { constructor, name } = prototype as Error
    if (Object.hasOwn(prototype as Error, 'name') && CLASSES.has(name) && constructor.name === name) return name
  }
  return 'Error'
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

function isClonable(value: unknown): boolean {
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}

function read(value: object, name: string): unknown {
  try {
    return (value as Readonly<Record<string, unknown>>)[name]
  } catch {
    return 'a property that cannot be read'
  }
}

function describe(value: object): EncodedError {
  try {
    if (typeof value === 'function') return { kind: 'description', text: `[function ${value.name === '' ? 'anonymous' : value.name}]` }
    return { kind: 'description', text: `[${tag(value)}]` }
  } catch {
    return { kind: 'description', text: '[an object that cannot be looked at]' }
  }
}
