// Rows of a table, one by one: cut from the bytes, and parsed into fields, up to where they are broken.

import { codeOf, messageOf } from '../errors.ts'
import { TooLong } from './line-splitter.ts'
import type { LongRow, RowCutter, Rows } from './row-cutter.ts'
import { read, type Source } from './source.ts'

/** A row. */
export interface Row {
  /** Its fields. */
  readonly record: readonly Buffer[] | TooLong
  /** At which it begins. */
  readonly line: number
}

/** Rows up to where the table is broken, and what is wrong there. */
export interface Parsed {
  readonly rows: readonly Row[]
  readonly wrong?: string
}

/** The parser: loaded where there is a table. */
export type Parse = typeof import('csv-parse/sync').parse

/** What is known of a way to write tables. */
export interface TableFormat {
  readonly delimiter: Buffer
  readonly isQuoting: boolean
}

/** The ways that there are. */
export const FORMATS: Readonly<Record<'csv' | 'tsv', TableFormat>> = {
  csv: { delimiter: Buffer.from(','), isQuoting: true },
  // A tab and a newline cannot be in a field.
  tsv: { delimiter: Buffer.from('\t'), isQuoting: false },
}

/** A field as RFC 4180 writes it. */
export function quoted(field: Buffer): Buffer {
  const text = field.toString('latin1') // one character a byte
  return /[",\r\n]/u.test(text) ? Buffer.from(`"${text.replaceAll('"', '""')}"`, 'latin1') : field
}

/** What a source comes to in a cutter. Where that has an open quote at the end, nothing behind it is a row. */
export async function* cutRows(source: Source, cutter: RowCutter): AsyncGenerator<Rows | LongRow, undefined> {
  for await (const chunk of withoutMark(read(source))) yield* cutter.push(chunk)
  if (cutter.openQuoteLine === undefined) yield* cutter.end()
}

/** Parses rows. */
export function rowsOf(cut: Rows | LongRow, { rowEnds }: RowCutter, { delimiter, isQuoting }: TableFormat, parse: Parse): Parsed {
  if ('longBytes' in cut) return { rows: [{ record: new TooLong(cut.longBytes), line: cut.line }] }
  const { bytes, lines } = cut
  const rows: Row[] = []
  try {
    parse(bytes, {
      delimiter,
      record_delimiter: [...rowEnds],
      ...(!isQuoting && { quote: null, escape: null }),
      encoding: null, // fields are bytes: what is not UTF-8 must not be replaced
      relax_column_count: true, // a row that is too short is the failure of that row
      skip_empty_lines: true,
      on_record: (record: unknown) => { // what is returned would be lost with an error
        rows.push({ record: record as readonly Buffer[], line: lines[rows.length]! })
        return null
      },
    })
    return { rows }
  } catch (error) {
    return { rows, wrong: `in the row that begins in line ${lines[rows.length]}, ${REASONS[String(codeOf(error))] ?? messageOf(error)}` }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  INVALID_OPENING_QUOTE: 'a quote stands in a field that does not begin with one',
  CSV_INVALID_CLOSING_QUOTE: 'a quoted field goes on behind its closing quote (a quote within it is written twice)',
}

const BYTE_ORDER_MARK = Buffer.from('\ufeff')

/** The bytes without a byte order mark. (Left to itself, csv-parse would decode what follows one.) */
async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let beginning: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (beginning === undefined) {
      yield chunk
      continue
    }
    beginning = Buffer.concat([beginning, chunk])
    if (beginning.length < BYTE_ORDER_MARK.length) continue
    yield beginning.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? beginning.subarray(BYTE_ORDER_MARK.length) : beginning
    beginning = undefined
  }
  if (beginning !== undefined) yield beginning
}
