// Records as they are read: many at a time. How a block came about, the reader of items need not know.

import type { TooLong } from './line-splitter.ts'

/** Stands for a record that is no item: a blank line of NDJSON. */
export const BLANK: unique symbol = Symbol('blank')

/** Some records in a row, read and not yet parsed. */
export interface Block {
  readonly length: number
  /** What is sent to the task for a record, or BLANK. @throws ItemError where the record is no item: that one fails, the rest goes on */
  value(position: number): unknown
  /** A record as it was read, without its delimiter: what it is known by, and what it comes back as. */
  raw(position: number): RawRecord
  /** The values of a row. */
  columns?(position: number): readonly Buffer[]
  /** Where a record comes from, as messages show it. */
  place(position: number): Place
}

/** Bytes; a string stands for those of its UTF-8. Of what was too long to be kept, how long it was. */
export type RawPart = Buffer | string | TooLong

/** One part, or several where they make one item. */
export type RawRecord = RawPart | readonly RawPart[]

/** What makes up a record: one part, or the several of a call. */
export function partsOf(raw: RawRecord): readonly RawPart[] { return Array.isArray(raw) ? (raw as readonly RawPart[]) : [raw as RawPart] }

/** Where an item comes from: a line of a source, or in words. */
export type Place = string | { readonly source: string; readonly line: number }
