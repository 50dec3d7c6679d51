// What a placeholder is, which ones an input has, and what each stands for in a call. Not where they stand.

import { CommandError, ItemError } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { pathPart, type PathPart } from './path-parts.ts'

/** What stands between the braces, taken apart. */
export type Placeholder =
  | { readonly is: 'items' }
  | { readonly is: 'part'; readonly part: PathPart }
  | { readonly is: 'number' }
  | { readonly is: 'slot' }
  | { readonly is: 'column'; readonly column: number }
  | { readonly is: 'name'; readonly name: string }

/** What is known of the items before the first one is read. */
export interface InputShape {
  /** Items per call, `-n`; default: 1. */
  readonly perCall?: number | undefined
  /** How many values there are for `{1}`, `{2}`: with `-n` the items of a call, of lines 1. Undefined where only an item tells. */
  readonly columns: number | undefined
  /** The names that values have; none for lines. Undefined where only an item tells. */
  readonly names: readonly string[] | undefined
}

/** What one command is made for. */
export interface Call {
  /** One item, as it was read; with `-n` up to that many. */
  readonly items: readonly Buffer[]
  /** What `{1}`, `{2}` stand for; default: the items. */
  readonly columns?: readonly Buffer[] | undefined
  /** What `{name}` stands for; undefined where the item has no such value. */
  readonly field?: ((name: string) => Buffer | undefined) | undefined
  /** From 1. */
  readonly number: number
  /** From 1. */
  readonly slot: number
}

const PLACEHOLDER = /\{(|\.|\/|\/\/|\/\.|#|%|\d+|[\p{ID_Start}_]\p{ID_Continue}*)\}/uy

/** What stands between the braces of the placeholder that begins here; undefined where none does. `${…}` is a shell's. */
export function placeholderAt(text: string, at: number): string | undefined {
  PLACEHOLDER.lastIndex = at
  return text[at - 1] === '$' ? undefined : PLACEHOLDER.exec(text)?.[1]
}

/**
 * Takes apart what stands between braces.
 * @throws CommandError `usage` for what no item can have
 */
export function placeholderOf(inner: string, shape: InputShape): Placeholder {
  switch (inner) {
    case '': return { is: 'items' }
    case '.': case '/': case '//': case '/.': return { is: 'part', part: inner }
    case '#': return { is: 'number' }
    case '%': return { is: 'slot' }
    default: return /^\d/u.test(inner) ? columnOf(inner, shape) : nameOf(inner, shape)
  }
}

function columnOf(inner: string, { perCall = 1, columns }: InputShape): Placeholder {
  const column = Number(inner)
  if (column === 0) throw unknown(inner, 'columns count from {1}')
  if (columns !== undefined && column > columns) throw unknown(inner, perCall > 1 ? `a call has at most ${perCall} items` : columnsText(columns))
  return { is: 'column', column }
}

function columnsText(columns: number): string {
  return columns === 1 ? 'there is no more than {1}' : `there are no more than ${columns} columns`
}

function nameOf(name: string, { names }: InputShape): Placeholder {
  if (names === undefined || names.includes(name)) return { is: 'name', name }
  throw unknown(name, names.length === 0 ? 'the items have no names' : `there is ${names.map((one) => `{${one}}`).join(', ')}`)
}

function unknown(inner: string, why: string): CommandError {
  const literal = `With a space, as in '{ ${inner} }', it is no placeholder.`
  return new CommandError(EXIT.usage, `unknown placeholder '{${inner}}' in the command: ${why}. ${literal}`)
}

/** Whether it stands for one value for each item of a call. */
export function isPerItem({ is }: Placeholder): boolean {
  return is === 'items' || is === 'part'
}

/**
 * What a placeholder stands for: one value, or one for each item.
 * @throws ItemError where the item has no such value
 */
export function valuesOf(placeholder: Placeholder, { items, columns = items, field, number, slot }: Call): readonly Buffer[] {
  switch (placeholder.is) {
    case 'items': return items
    case 'part': return items.map((item) => pathPart(item, placeholder.part))
    case 'number': return [Buffer.from(String(number))]
    case 'slot': return [Buffer.from(String(slot))]
    case 'column': return [columns[placeholder.column - 1] ?? missing(String(placeholder.column), `it has ${columns.length}`)]
    case 'name': return [field?.(placeholder.name) ?? missing(placeholder.name, 'it has no such value')]
  }
}

function missing(inner: string, why: string): never {
  throw new ItemError(`nothing to put in place of {${inner}}: ${why}`, 'input')
}
