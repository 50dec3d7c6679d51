// Rows of CSV and TSV as items: an object by the names of the header, or an array where there is none.

import { constants, isUtf8 } from 'node:buffer'
import { CommandError, ItemError } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { formatCount } from '../numbers.ts'
import type { Block, Place } from './block.ts'
import { TooLong } from './line-splitter.ts'
import { RowCutter } from './row-cutter.ts'
import type { Source } from './source.ts'
import { cutRows, FORMATS, quoted, rowsOf, type Row, type TableFormat } from './table-rows.ts'
import { fieldText, tooLong } from './text.ts'

/** How a table is written. */
export interface TableOptions {
  readonly format: 'csv' | 'tsv'
  /** Whether the first row of each source names the columns. */
  readonly hasHeader: boolean
  readonly mostBytes?: number | undefined
  /** Told the names of the columns of each source, before there is a block of it. */
  readonly onHeader?: ((names: readonly string[]) => void) | undefined
}

/** The rows of all sources, one source after the other. @throws CommandError where a source is no such table */
export async function* tableBlocks(sources: readonly Source[], options: TableOptions): AsyncGenerator<Block, undefined> {
  const { parse } = await import('csv-parse/sync')
  const { format, hasHeader, mostBytes = constants.MAX_STRING_LENGTH, onHeader } = options
  for (const source of sources) {
    const broken = (wrong: string): CommandError => new CommandError(EXIT.stream, `cannot read ${source.name} as ${format.toUpperCase()}: ${wrong}`)
    const cutter = new RowCutter({ delimiter: FORMATS[format].delimiter[0]!, isQuoting: FORMATS[format].isQuoting }, mostBytes)
    let columns: Columns | undefined
    for await (const cut of cutRows(source, cutter)) {
      const { rows, wrong } = rowsOf(cut, cutter, FORMATS[format], parse)
      const isHeaderFirst = columns === undefined && hasHeader
      columns ??= rows[0] && columnsOf(rows[0], hasHeader, source.name)
      if (isHeaderFirst && columns?.names !== undefined) onHeader?.(columns.names)
      yield new TableBlock(FORMATS[format], source.name, columns, isHeaderFirst ? rows.slice(1) : rows)
      if (wrong !== undefined) throw broken(wrong) // only now: what stands before it is right
    }
    if (cutter.openQuoteLine !== undefined) throw broken(`the quote that opens in line ${cutter.openQuoteLine} is never closed`)
  }
}

/** What all rows of a source have in common. */
interface Columns {
  readonly count: number
  readonly names: readonly string[] | undefined
}

/** Undefined where it is too long a row to tell. @throws CommandError for what is no header */
function columnsOf({ record }: Row, hasHeader: boolean, source: string): Columns | undefined {
  const refuse = (what: string): never => { throw new CommandError(EXIT.stream, `cannot read ${source}: its header ${what}`) }
  if (record instanceof TooLong) return hasHeader ? refuse(`is too long: ${formatCount(record.bytes)} bytes`) : undefined
  if (!hasHeader) return { count: record.length, names: undefined }
  if (!record.every(isUtf8)) return refuse('is not UTF-8')
  const names = record.map((name) => name.toString())
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) return refuse(`names '${twice}' twice`)
  return { count: names.length, names }
}

class TableBlock implements Block {
  readonly #format: TableFormat
  readonly #source: string
  /** Undefined where all rows are too long to tell. */
  readonly #columns: Columns | undefined
  readonly #rows: readonly Row[]

  constructor(format: TableFormat, source: string, columns: Columns | undefined, rows: readonly Row[]) {
    this.#format = format
    this.#source = source
    this.#columns = columns
    this.#rows = rows
  }

  get length(): number { return this.#rows.length }

  value(position: number): unknown {
    const { record } = this.#rows[position]!
    if (record instanceof TooLong) throw tooLong('row', record)
    const { count, names } = this.#columns!
    if (record.length !== count) throw new ItemError(`the row has ${record.length} ${record.length === 1 ? 'column' : 'columns'}, the ${names === undefined ? 'first' : 'header'} has ${count}`, 'input')
    const values = record.map(fieldText)
    return names === undefined ? values : Object.fromEntries(names.map((name, at) => [name, values[at]]))
  }

  raw(position: number): Buffer | TooLong {
    const { record } = this.#rows[position]!
    if (record instanceof TooLong) return record
    const { delimiter, isQuoting } = this.#format
    return Buffer.concat(record.flatMap((field, at) => [...(at === 0 ? [] : [delimiter]), isQuoting ? quoted(field) : field]))
  }

  /** Only of rows that have a value. */
  columns(position: number): readonly Buffer[] { return this.#rows[position]!.record as readonly Buffer[] }

  place(position: number): Place { return { source: this.#source, line: this.#rows[position]!.line } }
}
