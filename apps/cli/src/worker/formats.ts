// How a result is written. Knows values and text, not where the text goes.

import { toUSVString } from 'node:util'
import { ItemError, messageOf } from '../errors.ts'
import type { OutputFormat } from '../options/output-options.ts'

/** The text of a result, its end of line included. @throws ItemError where the format cannot hold the value */
export type Format = (value: unknown) => string

/** All output formats. */
export const FORMATS: Readonly<Record<OutputFormat, Format>> = {
  none: () => '',
  json: (value) => json(value),
  ndjson: (value) => `${json(value)}\n`,
  lines: (value) => `${typeof value === 'string' ? encodable(value) : json(value)}\n`,
  raw(value) {
    if (typeof value === 'string') return encodable(value)
    throw new ItemError(`the result is ${kind(value)}; --to raw writes strings only`, 'result')
  },
}

function json(value: unknown): string {
  if (value === undefined) return 'null' // a line for every value, so that lines in and lines out match
  if (typeof value === 'function' || typeof value === 'symbol') throw new ItemError(`the result is ${kind(value)}, which JSON cannot hold`, 'result')
  try {
    return JSON.stringify(value) ?? 'null'
  } catch (error) {
    throw new ItemError(`the result cannot be written as JSON: ${messageOf(error)}`, 'result', { cause: error })
  }
}

function encodable(text: string): string {
  if (toUSVString(text) === text) return text // String.prototype.isWellFormed, for a compiler that does not know it
  throw new ItemError('the result holds half a surrogate pair, which UTF-8 cannot hold', 'result')
}

function kind(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  return typeof value === 'object' ? `an ${Array.isArray(value) ? 'array' : 'object'}` : `a ${typeof value}`
}
