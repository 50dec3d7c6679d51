// Where rows are cut, however their bytes come.

import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TooLong } from '../src/input/line-splitter.ts'
import { RowCutter, type LongRow, type Rows } from '../src/input/row-cutter.ts'
import { FORMATS, rowsOf } from '../src/input/table-rows.ts'

const COMMA = 0x2c

/** What has been cut, joined over the ends of chunks. */
interface Cut {
  readonly text: string
  readonly lines: readonly number[]
  readonly long: readonly LongRow[]
  readonly openQuoteLine: number | undefined
}

function cut(chunks: readonly string[], mostBytes = 1_000, isQuoting = true): Cut {
  const cutter = new RowCutter({ delimiter: COMMA, isQuoting }, mostBytes)
  const cuts = [...chunks.flatMap((chunk) => cutter.push(Buffer.from(chunk))), ...cutter.end()]
  const rows = cuts.filter((one): one is Rows => 'bytes' in one)
  return {
    text: rows.map(({ bytes }) => bytes.toString()).join(''),
    lines: rows.flatMap(({ lines }) => lines),
    long: cuts.filter((one): one is LongRow => 'longBytes' in one),
    openQuoteLine: cutter.openQuoteLine,
  }
}

/** The rows, up to the first that is broken. */
function parsed(chunks: readonly string[], mostBytes: number): { readonly line?: number }[] {
  const cutter = new RowCutter({ delimiter: COMMA, isQuoting: true }, mostBytes)
  const found: { readonly line?: number }[] = []
  for (const chunk of [...chunks, undefined]) {
    for (const one of chunk === undefined ? cutter.end() : cutter.push(Buffer.from(chunk))) {
      const { rows, wrong } = rowsOf(one, cutter, FORMATS.csv, parse)
      found.push(...rows.map(({ record, line }) => ({ record: record instanceof TooLong ? record : record.map(String), line })))
      if (wrong !== undefined) return [...found, { line: -1, wrong } as { readonly line: number }]
    }
  }
  return found
}

describe('RowCutter', () => {
  test('a newline between quotes ends no row, and a quote elsewhere opens none', () => {
    expect(cut(['a,"b\n""c\n"\nd"e\nf\n'])).toMatchObject({ text: 'a,"b\n""c\n"\nd"e\nf\n', lines: [1, 4, 5], openQuoteLine: undefined })
  })

  test('where there are no quotes, one is a character like others', () => {
    expect(cut(['"a\nb"\n'], 1_000, false)).toMatchObject({ lines: [1, 2], openQuoteLine: undefined })
  })

  test('blank lines are no rows, but count', () => {
    expect(cut(['\r\na\r\n\r\n', '\r', '\n', 'b\r\n']).lines).toEqual([2, 5])
    expect(cut(['a\r\rb\r']).lines).toEqual([1, 3])
  })

  test('rows that are too long are told apart from those around them', () => {
    expect(cut(['aa\nbbb', 'bb\ncc\n"dd\n', 'd"'], 4)).toEqual({ text: 'aa\ncc\n', lines: [1, 3], long: [{ longBytes: 5, line: 2 }, { longBytes: 6, line: 4 }], openQuoteLine: undefined })
  })

  test('an open quote is known by its line', () => {
    expect(cut(['a\n"b\n', 'c,""d\n\n']).openQuoteLine).toBe(2)
    expect(cut(['a\n"b\n",\n"\n\n']).openQuoteLine).toBe(4)
  })

  test('it does not matter how the bytes come, and each row that a parser finds has a line', () => {
    const texts = fc.array(fc.constantFrom('a', 'bc', ',', '"', '""', '\n', '\n', '\r\n', '\r'), { maxLength: 20 }).map((parts) => parts.join(''))
    fc.assert(fc.property(texts, fc.integer({ min: 1, max: 6 }), (text, mostBytes) => {
      const whole = parsed([text], mostBytes)
      expect(parsed([...text], mostBytes)).toEqual(whole)
      expect(whole.filter(({ line }) => line === undefined)).toEqual([])
    }), { numRuns: 3_000 })
  })
})
