// From an item to what a command is made for: what `{}`, `{1}` and `{name}` stand for.

import { toUSVString } from 'node:util'
import { ItemError } from '../errors.ts'
import type { Item } from '../input/item.ts'
import type { InputFormat } from '../options/input-options.ts'
import type { Call, InputShape } from './placeholder.ts'

/** What is known of the items before the first one is read. */
export function shapeOf(from: InputFormat, hasHeader: boolean, perCall: number | undefined): InputShape {
  if (perCall !== undefined) return { perCall, columns: perCall, names: [] }
  if (from === 'lines') return { columns: 1, names: [] }
  return { columns: undefined, names: (from === 'csv' || from === 'tsv') && !hasHeader ? [] : undefined }
}

/** The call for an item. @param isGrouped whether it is an array of several, by `-n` */
export function callOf({ index, value, block, position }: Item, isGrouped: boolean, slot: number): Call {
  const common = { number: index + 1, slot }
  if (isGrouped) return { ...common, items: (value as readonly unknown[]).map(bytesOf) }
  const columns = block.columns?.(position)
  // A row is passed as it was written.
  if (columns !== undefined) return { ...common, items: [bytesOf(block.raw(position))], columns, field: fieldsOf(value) }
  return { ...common, items: [bytesOf(value)], columns: Array.isArray(value) ? value.map(bytesOf) : undefined, field: fieldsOf(value) }
}

/** Bytes and texts as they are, other values as JSON. @throws ItemError for a text that UTF-8 cannot hold */
function bytesOf(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value
  if (typeof value === 'string' && toUSVString(value) !== value) throw new ItemError('it holds half a surrogate pair, which UTF-8 cannot hold, and so no argument of a command', 'input')
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
}

function fieldsOf(value: unknown): Call['field'] {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value) || Array.isArray(value)) return undefined
  return (name) => (Object.hasOwn(value, name) ? bytesOf((value as Readonly<Record<string, unknown>>)[name]) : undefined)
}
