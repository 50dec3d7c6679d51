// Proves of an object that structured clone would copy just its properties, and reads these without running code of its
// own: no getter, no trap of a proxy.

import { builtinModule } from '../async-context.ts'

interface NodeUtil {
  readonly types: { isProxy(value: unknown): boolean; isModuleNamespaceObject(value: unknown): boolean }
}

/** What gives the getter of a property; absent where a realm was stripped of it. */
type LookupGetter = ((this: object, key: number) => unknown) | undefined

// Structured clone refuses proxies, which only the runtime can tell. Where it does not (browsers), no object is plain.
const types = builtinModule<NodeUtil>('node:util')?.types
const lookupGetter = (Object.prototype as { readonly __lookupGetter__?: LookupGetter }).__lookupGetter__

/** Whether a value is a proxy, or may be one where the runtime cannot tell. */
export function isProxy(value: unknown): boolean { return types === undefined || types.isProxy(value) }

/** Whether structured clone copies the enumerable properties of a value, and no more. Costs 20–40 ns. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  if (types === undefined || types.isProxy(value)) return false // first, since a proxy would see what follows
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || (prototype === null && !types.isModuleNamespaceObject(value))
}

/** Whether structured clone copies the members of an array, and no more: it has no holes, and nothing beside its members. */
export function isPlainList(value: unknown): value is readonly unknown[] {
  if (typeof value !== 'object' || value === null) return false
  if (types === undefined || types.isProxy(value) || !Array.isArray(value) || lookupGetter === undefined) return false
  const { length } = value
  const keys = Object.keys(value) // members first
  return keys.length === length && (length === 0 || keys[length - 1] === String(length - 1))
}

/** The values of a property of plain objects that all have it; undefined where one has a getter. */
export function readColumn(rows: readonly object[], key: string): unknown[] | undefined {
  const column = new Array<unknown>(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const property = Object.getOwnPropertyDescriptor(rows[i]!, key)!
    if (property.get !== undefined || property.set !== undefined) return undefined
    column[i] = property.value
  }
  return column
}

/** Appends the members of a plain list; false where one has a getter. Twice as fast as asking for descriptors. */
export function readMembers(list: readonly unknown[], members: unknown[]): boolean {
  for (let i = 0; i < list.length; i++) {
    if (lookupGetter!.call(list, i) !== undefined) return false
    members.push(list[i])
  }
  return true
}
