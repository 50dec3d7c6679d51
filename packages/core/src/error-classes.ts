// The classes of errors that both sides of a channel have: an error crosses as the nearest of them.

import { ParmapError, TaskError, tag } from './errors.ts'

const NATIVE = ['Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SuppressedError', 'SyntaxError', 'TypeError', 'URIError']
const OF_WEBASSEMBLY = ['CompileError', 'LinkError', 'RuntimeError']
const DOM_EXCEPTION = 'DOMException'

type ErrorClass = new (...args: never[]) => Error
type Classes = Readonly<Record<string, ErrorClass | undefined>>

const CLASSES: ReadonlyMap<string, ErrorClass> = new Map([
  // Asked for by name: not every runtime has all of them.
  ...pick(globalThis as unknown as Classes, NATIVE),
  ...pick((globalThis as { WebAssembly?: unknown }).WebAssembly as Classes | undefined, OF_WEBASSEMBLY),
  ['ParmapError', ParmapError],
  ['TaskError', TaskError],
])

function pick(from: Classes | undefined, names: readonly string[]): [string, ErrorClass][] {
  return names.flatMap((name) => (from?.[name] === undefined ? [] : [[name, from[name]]]))
}

/** Whether a value is an error, also one of another realm. @internal */
export function isError(value: object): value is Error {
  if (value instanceof Error) return true
  const { isError: isNative } = Error as { isError?: (value: unknown) => boolean }
  return isNative?.(value) === true || tag(value) === 'Error' || tag(value) === DOM_EXCEPTION
}

/** The name of the nearest class that the other side has, too. @internal */
export function classNameOf(error: Error): string {
  for (let type = prototypeOf(error); type !== null; type = prototypeOf(type)) {
    const name = ownValue(type, 'name')
    if (typeof name !== 'string' || !CLASSES.has(name)) continue
    // By name, since another realm or copy of this package has classes of its own. Ours may have been renamed by a
    // minifier, so they are told by their codes; the others must not be one of the user's that is called alike.
    const code = ownValue(error, 'code')
    if (isOfOurs(CLASSES.get(name)!) ? typeof code === 'string' && code.startsWith('PARMAP_') : ownValue(ownValue(type, 'constructor'), 'name') === name) return name
  }
  return 'Error'
}

/** Whether errors of this class have this without having it themselves. @internal */
export function isInherited(className: string, key: string, value: unknown): boolean {
  return (classOf(className).prototype as unknown as Readonly<Record<string, unknown>>)[key] === value
}

/** An error of this class without own properties. @internal */
export function blankError(className: string): Error {
  const type = classOf(className)
  // By the native constructor itself: JavaScriptCore keeps its kind in the error, and tells kinds apart when it compares.
  // `[]` stands for the members that an AggregateError must be given.
  const error = Reflect.construct(isOfOurs(type) ? Error : type, [[]], type) as Error
  for (const key of Reflect.ownKeys(error)) Reflect.deleteProperty(error, key) // those of this function: stack, line, column
  return error
}

/** A DOMException, whose name and message are not properties of its own. @internal */
export function isDomException(error: Error): error is DOMException {
  if (typeof DOMException === 'undefined') return false
  return error instanceof DOMException || tag(error) === DOM_EXCEPTION
}

function classOf(name: string): ErrorClass {
  return CLASSES.get(name) ?? Error
}

function isOfOurs(type: ErrorClass): boolean {
  return type === ParmapError || type.prototype instanceof ParmapError
}

function prototypeOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null
}

/** Without running a getter: that of `name` throws on DOMException's prototype. */
function ownValue(value: unknown, key: string): unknown {
  return Object.getOwnPropertyDescriptor(Object(value), key)?.value
}
