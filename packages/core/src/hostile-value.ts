// Looks at objects that may be anything: proxies that throw, getters that throw, lists without end, other realms.

import { isError } from './error-classes.ts'
import { tag } from './errors.ts'

const LONGEST_TEXT = 200

// Objects that a channel copies as what they are.
const NATIVE = new Set(['ArrayBuffer', 'BigInt', 'Blob', 'Boolean', 'CryptoKey', 'Date', 'File', 'Number', 'RegExp', 'SharedArrayBuffer', 'String'])
// Objects that consist of what they hold.
const HOLDERS = new Set(['Array', 'Map', 'Object', 'Set'])

/** Whether this is an object of the language itself that structured clone may know, and no error or collection. @internal */
export function isNative(value: object): boolean {
  return ArrayBuffer.isView(value) || NATIVE.has(tag(value))
}

/** Whether anything of an object can be told apart from what kind it is. @internal */
export function isHolder(value: object): boolean {
  return HOLDERS.has(tag(value)) || Object.getOwnPropertyNames(value).length > 0
}

/** A dense array of nothing but primitives: one piece, also when there are a million of them. @internal */
export function isPlainList(value: object): value is unknown[] {
  if (!Array.isArray(value) || Object.getOwnPropertyNames(value).length !== value.length + 1) return false
  return value.every((member) => member === null || (typeof member !== 'object' && typeof member !== 'function' && typeof member !== 'symbol'))
}

/** Whether structured clone copies a value; costs as much as the copy. @internal */
export function isClonable(value: object): boolean {
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}

/** A property, or what stands for one whose getter throws. @internal */
export function read(value: object, key: string | symbol): unknown {
  try {
    return (value as Readonly<Record<string | symbol, unknown>>)[key]
  } catch {
    return '[a property that cannot be read]'
  }
}

/** What stands for an object that cannot be copied: in brackets, its kind, and what it says of itself. @internal */
export function describe(value: object): string {
  try {
    if (typeof value === 'function') return `[function ${value.name === '' ? 'anonymous' : value.name}]`
    if (isError(value)) return `[${shorten(String(value))}]`
    const type = tag(value)
    if (type === 'Object') return `[${value.constructor?.name ?? type}]`
    // oxlint-disable-next-line typescript/no-base-to-string -- whether it has a better one is the question
    const text = HOLDERS.has(type) || ArrayBuffer.isView(value) ? '' : String(value)
    return text === '' || text.startsWith('[') ? `[${type}]` : `[${type} ${shorten(text)}]` // a URL, for one
  } catch {
    return '[an object that cannot be looked at]'
  }
}

function shorten(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text
}
