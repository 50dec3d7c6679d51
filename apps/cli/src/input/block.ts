// Records as they are read: many at a time. How a block came about, the reader of items need not know.

/** Stands for a record that is no item: a blank line of NDJSON. */
export const BLANK: unique symbol = Symbol('blank')

/** Some records in a row, read and not yet parsed. */
export interface Block {
  readonly length: number
  /** What is sent to the task for a record, or BLANK. @throws ItemError where the record is no item: that one fails, the rest goes on */
  value(position: number): unknown
  /** What a record is known by: equal contents are equal items. */
  content(position: number): Buffer | string
  /** Where a record comes from, as messages show it. */
  place(position: number): Place
}

/** Where an item comes from: a line of a source, or in words. */
export type Place = string | { readonly source: string; readonly line: number }
