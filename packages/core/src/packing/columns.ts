// Small plain objects of one shape, taken apart: a column for each key. Tight loops over columns are what makes this faster
// than structured clone, in spite of the proof that it does the same.

import { packNumbers } from './numbers.ts'
import type { Packed } from './packed.ts'
import { isPlainList, isPlainObject, readColumn, readMembers } from './plain.ts'
import { packTexts } from './texts.ts'

/** Objects in objects, at most. Also what ends the search where an item is its own part. */
const DEPTH = 4
/** Members of an array in an object, at most: longer ones are cloned faster than looked at. */
const LIST_LENGTH = 4

/** A column of objects or arrays, one of each item. */
type Parts = readonly unknown[]

/**
 * Packs objects that have the same keys in the same order, and in them primitives, short arrays of primitives, and objects
 * of which the same holds. Undefined where one does not fit, or an item holds an object twice.
 */
export function packObjects(items: readonly unknown[]): Packed | undefined {
  const parts: Parts[] = []
  if (packShape([items[0], items.at(-1)], DEPTH, []) === undefined) return undefined // most that do not fit are found here, for little
  const packed = packShape(items, DEPTH, parts)
  return packed === undefined || isShared(parts) ? undefined : packed
}

function packShape(rows: readonly unknown[], depth: number, parts: Parts[]): Packed | undefined {
  if (depth === 0) return undefined
  const keys = commonKeys(rows)
  if (keys === undefined) return undefined
  const columns: Packed[] = []
  for (const key of keys) {
    const column = readColumn(rows as readonly object[], key)
    const packed = column && packColumn(column, depth, parts)
    if (packed === undefined) return undefined
    columns.push(packed)
  }
  return { is: 'objects', c: rows.length, k: keys, v: columns }
}

/** The keys that all have in the same order; undefined where these differ, or one is not plain. */
function commonKeys(rows: readonly unknown[]): readonly string[] | undefined {
  if (!isPlainObject(rows[0])) return undefined
  const keys = Object.keys(rows[0])
  // Without keys: a Date whose prototype was taken. With an index as a key, which comes first: `arguments`.
  if (keys.length === 0 || /^\d/u.test(keys[0]!)) return undefined
  for (const row of rows) {
    if (!isPlainObject(row)) return undefined
    const own = Object.keys(row)
    if (own.length !== keys.length) return undefined
    for (let i = 0; i < own.length; i++) if (own[i] !== keys[i]) return undefined
  }
  return keys
}

function packColumn(column: readonly unknown[], depth: number, parts: Parts[]): Packed | undefined {
  const first = column[0]
  if (typeof first !== 'object' || first === null) return packPrimitives(column)
  parts.push(column)
  return isPlainList(first) ? packLists(column) : packShape(column, depth - 1, parts)
}

function packLists(lists: readonly unknown[]): Packed | undefined {
  const lengths = new Uint32Array(lists.length)
  const members: unknown[] = []
  for (let i = 0; i < lists.length; i++) {
    const list = lists[i]
    if (!isPlainList(list) || list.length > LIST_LENGTH || !readMembers(list, members)) return undefined
    lengths[i] = list.length
  }
  const packed = packPrimitives(members)
  return packed && { is: 'lists', l: lengths, v: packed }
}

function packPrimitives(values: readonly unknown[]): Packed | undefined {
  const packed = typeof values[0] === 'number' ? packNumbers(values) : typeof values[0] === 'string' ? packTexts(values) : undefined
  return packed ?? packMixed(values)
}

function packMixed(values: readonly unknown[]): Packed | undefined {
  const copy: unknown[] = [] // by appending: structured clone takes four times as long over an array that had room for holes
  for (let i = 0; i < values.length; i++) {
    if (!isPrimitive(values[i])) return undefined
    copy.push(values[i])
  }
  return { is: 'values', v: copy }
}

/** Symbols are left out: structured clone refuses them. */
function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol')
}

/** Whether an item holds an object in two places. No need to look for the item itself: a shape with itself in it has no end. */
function isShared(parts: readonly Parts[]): boolean {
  return parts.some((column, place) => parts.slice(0, place).some((other) => column.some((part, i) => part === other[i])))
}
