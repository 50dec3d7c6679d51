// Rows of CSV and TSV as items: an object by the names of the header, or an array where there is none.

import type { Info } from 'csv-parse'
import { pipeline, Readable } from 'node:stream'
import { CommandError, ItemError, messageOf } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import type { Block, Place } from './block.ts'
import { read, type Source } from './source.ts'
import { fieldText } from './text.ts'

/** How a table is written. */
export interface TableOptions {
  readonly format: 'csv' | 'tsv'
  /** Whether the first row of each source names the columns. */
  readonly hasHeader: boolean
  readonly mostBytes?: number | undefined
}

interface Row {
  readonly record: readonly Buffer[]
  readonly info: Info
}

const MOST_ROWS = 256

/** The rows of all sources, one source after the other. @throws CommandError where a source is no such table */
export async function* tableBlocks(sources: readonly Source[], options: TableOptions): AsyncGenerator<Block, undefined> {
  const { parse } = await import('csv-parse')
  const { format, hasHeader, mostBytes = 0 } = options
  for (const source of sources) {
    const parser = parse({
      delimiter: FORMATS[format].delimiter,
      ...(!FORMATS[format].isQuoting && { quote: null, escape: null }),
      encoding: null, // fields are bytes: what is not UTF-8 must not be replaced
      info: true,
      relax_column_count: true, // a row that is too short is the failure of that row
      skip_empty_lines: true,
      max_record_size: mostBytes,
    })
    pipeline(Readable.from(withoutMark(read(source))), parser, () => undefined) // its error comes from the parser, too
    let columns: Columns | undefined
    let rows: Row[] = []
    try {
      for await (const row of parser as AsyncIterable<Row>) {
        if (columns === undefined) {
          columns = columnsOf(row, hasHeader, source.name)
          if (hasHeader) continue
        }
        rows.push(row)
        if (rows.length < MOST_ROWS && parser.readableLength > 0) continue
        yield new TableBlock(FORMATS[format], source.name, columns, rows)
        rows = []
      }
    } catch (error) {
      if (error instanceof CommandError) throw error
      throw new CommandError(EXIT.stream, `cannot read ${source.name} as ${format.toUpperCase()}: ${messageOf(error)}`, { cause: error })
    }
  }
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

/** What all rows of a source have in common. */
interface Columns {
  readonly count: number
  readonly names: readonly string[] | undefined
}

function columnsOf({ record }: Row, hasHeader: boolean, source: string): Columns {
  if (!hasHeader) return { count: record.length, names: undefined }
  const names = record.map((name) => name.toString())
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new CommandError(EXIT.stream, `cannot read ${source}: its header names '${twice}' twice`)
  return { count: names.length, names }
}

interface Format {
  readonly delimiter: Buffer
  readonly isQuoting: boolean
}

const FORMATS: Readonly<Record<TableOptions['format'], Format>> = {
  csv: { delimiter: Buffer.from(','), isQuoting: true },
  // A tab and a newline cannot be in a field.
  tsv: { delimiter: Buffer.from('\t'), isQuoting: false },
}

/** A field as RFC 4180 writes it. */
function quoted(field: Buffer): Buffer {
  const text = field.toString('latin1') // one character a byte
  return /[",\r\n]/u.test(text) ? Buffer.from(`"${text.replaceAll('"', '""')}"`, 'latin1') : field
}

class TableBlock implements Block {
  readonly #format: Format
  readonly #source: string
  readonly #columns: Columns
  readonly #rows: readonly Row[]

  constructor(format: Format, source: string, columns: Columns, rows: readonly Row[]) {
    this.#format = format
    this.#source = source
    this.#columns = columns
    this.#rows = rows
  }

  get length(): number { return this.#rows.length }

  value(position: number): unknown {
    const { record } = this.#rows[position]!
    const { count, names } = this.#columns
    if (record.length !== count) throw new ItemError(`the row has ${record.length} columns, the ${names === undefined ? 'first' : 'header'} has ${count}`, 'input')
    const values = record.map(fieldText)
    return names === undefined ? values : Object.fromEntries(names.map((name, at) => [name, values[at]]))
  }

  raw(position: number): Buffer {
    const { record } = this.#rows[position]!
    const { delimiter, isQuoting } = this.#format
    return Buffer.concat(record.flatMap((field, at) => [...(at === 0 ? [] : [delimiter]), isQuoting ? quoted(field) : field]))
  }

  columns(position: number): readonly Buffer[] { return this.#rows[position]!.record }

  place(position: number): Place { return { source: this.#source, line: this.#rows[position]!.info.lines } }
}
