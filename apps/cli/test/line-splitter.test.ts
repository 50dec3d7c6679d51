// The splitter against the naive way: join everything, split at newlines.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LineSplitter, TooLong, type Line } from '../src/input/line-splitter.ts'

function split(chunks: readonly Uint8Array[], mostBytes?: number, delimiter?: string): Line[] {
  const splitter = new LineSplitter(delimiter === undefined ? undefined : Buffer.from(delimiter), mostBytes)
  return [...chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk))), ...splitter.end()]
}

function naive(chunks: readonly Uint8Array[], delimiter = '\n'): string[] {
  const lines = Buffer.concat(chunks).toString('latin1').split(delimiter) // a character for each byte
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

const latin1 = (lines: readonly Line[]): string[] => lines.map((line) => (line as Buffer).toString('latin1'))

// Newlines are frequent, so that chunks hold several, none, or nothing else.
const byte = fc.oneof({ weight: 2, arbitrary: fc.constant(10) }, { weight: 3, arbitrary: fc.integer({ min: 0, max: 255 }) })
const chunks = fc.array(fc.array(byte, { maxLength: 12 }).map((bytes) => Uint8Array.from(bytes)), { maxLength: 12 })

describe('lines', () => {
  test('are those of the whole, however the bytes are cut into chunks', () => {
    fc.assert(fc.property(chunks, (pieces) => { expect(latin1(split(pieces))).toEqual(naive(pieces)) }), { numRuns: 2_000 })
  })

  test('are whole where a chunk ends inside a character', () => {
    const text = Buffer.from('één\n🦊🦊\r\nżółw')
    const cut = fc.integer({ min: 1, max: text.length - 1 })
    fc.assert(
      fc.property(cut, (at) => {
        const lines = split([text.subarray(0, at), text.subarray(at)]).map(String)
        expect(lines).toEqual(['één', '🦊🦊\r', 'żółw'])
      }),
    )
  })

  test('come as soon as their newline has come', () => {
    const splitter = new LineSplitter()
    expect(latin1(splitter.push(Buffer.from('a\nb')))).toEqual(['a'])
    expect(latin1(splitter.push(Buffer.from('c')))).toEqual([])
    expect(latin1(splitter.push(Buffer.from('\n')))).toEqual(['bc'])
    expect(splitter.end()).toEqual([])
  })

  test('may be made of very many chunks', () => {
    const [line, ...others] = split(Array<Buffer>(100_000).fill(Buffer.from('0123456789')))
    expect({ length: (line as Buffer).length, others }).toEqual({ length: 1_000_000, others: [] })
  })

  test('that are too long are dropped and counted; the others stay', () => {
    fc.assert(
      fc.property(chunks, fc.integer({ min: 0, max: 8 }), (pieces, most) => {
        const expected = naive(pieces).map((line) => (line.length > most ? line.length : line))
        expect(split(pieces, most).map((line) => (line instanceof TooLong ? line.bytes : line.toString('latin1')))).toEqual(expected)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('records between delimiters of several bytes', () => {
  // Few letters, so that delimiters begin in one chunk and end in another, and overlap.
  const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 }).map((text) => Buffer.from(text)), { maxLength: 12 })
  const delimiters = fc.constantFrom('ab', 'aa', 'aba', 'abc', 'aaaa')

  test('are those of the whole', () => {
    fc.assert(fc.property(pieces, delimiters, (chunked, delimiter) => { expect(latin1(split(chunked, undefined, delimiter))).toEqual(naive(chunked, delimiter)) }), { numRuns: 5_000 })
  })

  test('that are too long are dropped and counted; the others stay', () => {
    fc.assert(
      fc.property(pieces, delimiters, fc.integer({ min: 0, max: 6 }), (chunked, delimiter, most) => {
        const expected = naive(chunked, delimiter).map((record) => (record.length > most ? record.length : record))
        expect(split(chunked, most, delimiter).map((record) => (record instanceof TooLong ? record.bytes : record.toString('latin1')))).toEqual(expected)
      }),
      { numRuns: 5_000 },
    )
  })
})
