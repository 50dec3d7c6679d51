// Errors on their way back from a worker: structured clone alone loses the class, `code` and other own properties, the
// members of an AggregateError, and all of a DOMException. Knows thrown values, which may be anything, also hostile.

import { blankError, classNameOf, isDomException, isError, isInherited } from './error-classes.ts'
import { tag } from './errors.ts'
import { describe, isClonable, isHolder, isNative, isPlainList, read } from './hostile-value.ts'

/** A thrown value as plain data, which structured clone copies unharmed. Flat, so that a long chain is no deep one. */
export interface EncodedError {
  readonly value: EncodedValue
  readonly objects: readonly EncodedObject[]
}

type EncodedValue =
  | string | number | bigint | boolean | null | undefined
  /** Copied by the channel as it is. */
  | { readonly kind: 'copy'; readonly value: object }
  | { readonly kind: 'symbol'; readonly key: string }
  /** Place in `objects`: one for all references to it, so circles and shared references remain. */
  | { readonly kind: 'object'; readonly at: number }
  /** Stands for what cannot be copied. */
  | { readonly kind: 'description'; readonly text: string }

type EncodedObject =
  | { readonly type: 'error'; readonly className: string; readonly fields: readonly Field[] }
  | { readonly type: 'DOMException'; readonly message: string; readonly name: string; readonly fields: readonly Field[] }
  | { readonly type: 'array'; readonly length: number; readonly fields: readonly Field[] }
  | { readonly type: 'map'; readonly entries: readonly (readonly [EncodedValue, EncodedValue])[] }
  | { readonly type: 'set'; readonly values: readonly EncodedValue[] }
  | { readonly type: 'object'; readonly fields: readonly Field[] }
  | { readonly type: 'description'; readonly text: string }

interface Field {
  readonly key: string
  /** Present where the key is that of a registered symbol. */
  readonly isSymbol?: true
  readonly isEnumerable: boolean
  readonly value: EncodedValue
}

// An error may hold on to half of a program: a request with its sockets, a chain of causes without end. Breadth first,
// so that it is the far end which is only described.
const MOST_ERRORS = 10_000
const MOST_OBJECTS = 1_000

// Read also where a class defines them, as constants or getters.
const ALWAYS_READ = ['name', 'message', 'stack', 'code']

const { propertyIsEnumerable } = Object.prototype

/**
 * Turns a thrown value into data. Kept: class of native errors and ours, name, message, stack, `code`, `cause`,
 * `errors`, all other own properties with string or registered symbol keys and whether they are enumerable, circles and
 * shared references, values that are no errors. What cannot be copied is replaced by a description in brackets: a
 * function, a promise, an object that throws when it is looked at, what lies beyond the first 10,000 errors and 1,000
 * other objects. A function that hides one which every object has, such as `toString`, is left out.
 *
 * @param isCopyable whether the channel copies a native object, such as a typed array; default: whether structured
 *   clone does
 */
export function encodeError(thrown: unknown, isCopyable: (value: object) => boolean = isClonable): EncodedError {
  const known = new Map<object, EncodedValue>()
  const found: object[] = []
  const left = { errors: MOST_ERRORS, others: MOST_OBJECTS }

  function encode(value: unknown): EncodedValue {
    if (typeof value === 'symbol') {
      const key = Symbol.keyFor(value)
      return key === undefined ? { kind: 'description', text: String(value) } : { kind: 'symbol', key }
    }
    if (typeof value === 'function') return { kind: 'description', text: describe(value) }
    if (typeof value !== 'object' || value === null) return value as EncodedValue
    let encoded = known.get(value)
    if (encoded === undefined) known.set(value, (encoded = encodeFirst(value)))
    return encoded
  }

  function encodeFirst(value: object): EncodedValue {
    try {
      if (isError(value)) return left.errors-- > 0 ? place(value) : { kind: 'description', text: describe(value) }
      if (isPlainList(value)) return { kind: 'copy', value: Array.from(value) } // as it is now, and no proxy
      if (isNative(value)) { if (isCopyable(value)) return { kind: 'copy', value } }
      else if (isHolder(value) && left.others-- > 0) return place(value)
    } catch {
      // a proxy that throws
    }
    return { kind: 'description', text: describe(value) }
  }

  function place(value: object): EncodedValue {
    return { kind: 'object', at: found.push(value) - 1 }
  }

  function encodeObject(value: object): EncodedObject {
    try {
      if (isError(value)) return encodeNative(value)
      if (Array.isArray(value)) return { type: 'array', length: value.length, fields: fields(value).filter(({ key }) => key !== 'length') }
      const type = tag(value)
      if (type === 'Map') return { type: 'map', entries: Array.from(Map.prototype.entries.call(value), ([key, held]) => [encode(key), encode(held)]) }
      if (type === 'Set') return { type: 'set', values: Array.from(Set.prototype.values.call(value), encode) }
      return { type: 'object', fields: fields(value) }
    } catch {
      return { type: 'description', text: describe(value) }
    }
  }

  function encodeNative(error: Error): EncodedObject {
    // JavaScriptCore makes the stack, and throws what the program's Error.prepareStackTrace throws, when own keys are first asked for.
    read(error, 'stack')
    if (isDomException(error)) return { type: 'DOMException', message: error.message, name: error.name, fields: fields(error) }
    const className = classNameOf(error)
    const all: Field[] = []
    for (const key of ALWAYS_READ) {
      if (Object.hasOwn(error, key)) continue
      const value = read(error, key)
      if (value === undefined || typeof value === 'function' || isInherited(className, key, value)) continue
      all.push({ key, isEnumerable: false, value: encode(value) })
    }
    return { type: 'error', className, fields: fields(error, all) }
  }

  function fields(value: object, all: Field[] = []): Field[] {
    for (const key of Reflect.ownKeys(value)) {
      const name = typeof key === 'symbol' ? Symbol.keyFor(key) : key
      if (name === undefined) continue
      const held = read(value, key)
      if (typeof held === 'function' && typeof Object.prototype[key as keyof object] === 'function') continue
      const field = { key: name, isEnumerable: propertyIsEnumerable.call(value, key), value: encode(held) }
      all.push(typeof key === 'symbol' ? { ...field, isSymbol: true } : field)
    }
    return all
  }

  const value = encode(thrown)
  const objects: EncodedObject[] = []
  for (const object of found) objects.push(encodeObject(object)) // which finds more
  return { value, objects }
}

/** The thrown value again, as far as it can be told in this realm. */
export function decodeError({ value: thrown, objects }: EncodedError): unknown {
  const made = objects.map(blank)

  function decode(value: EncodedValue): unknown {
    if (typeof value !== 'object' || value === null) return value
    switch (value.kind) {
      case 'copy': return value.value
      case 'symbol': return Symbol.for(value.key)
      case 'object': return made[value.at]
      case 'description': return value.text
    }
  }

  for (const [at, object] of objects.entries()) {
    const target = made[at]
    if (object.type === 'map') for (const [key, value] of object.entries) (target as Map<unknown, unknown>).set(decode(key), decode(value))
    else if (object.type === 'set') for (const value of object.values) (target as Set<unknown>).add(decode(value))
    else if (object.type !== 'description') {
      for (const { key, isSymbol, isEnumerable, value } of object.fields) {
        const property = { value: decode(value), enumerable: isEnumerable, writable: true, configurable: true }
        // Defined, since assigning would run the setter of `__proto__`. What is refused is a mark that the runtime has set itself.
        Reflect.defineProperty(target as object, isSymbol === true ? Symbol.for(key) : key, property)
      }
    }
  }
  return decode(thrown)
}

function blank(object: EncodedObject): unknown {
  switch (object.type) {
    case 'error': return blankError(object.className)
    case 'DOMException': return new DOMException(object.message, object.name)
    case 'array': return Object.assign([], { length: object.length })
    case 'map': return new Map()
    case 'set': return new Set()
    case 'object': return {}
    case 'description': return object.text
  }
}
