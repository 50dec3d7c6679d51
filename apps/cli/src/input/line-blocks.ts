// Sources of lines, or of records between other delimiters, as blocks of text. What a line means is known where it is
// parsed: beside the user's function.

import { constants, isUtf8 } from 'node:buffer'
import { BLANK, type Block, type Place } from './block.ts'
import { LineSplitter, NEWLINE, type Line } from './line-splitter.ts'
import { read, type Source } from './source.ts'
import { lineBytes, lineText, recordText, withoutMark } from './text.ts'

/** Whether a line is no item, but counts as a line. */
type IsBlank = (text: string) => boolean

const [SPACE, DELETE] = [0x20, 0x7f]

/** Whether a line of NDJSON holds nothing. */
export const isBlankText: IsBlank = (text) => {
  const first = text.charCodeAt(0) // what JSON begins with: the usual case, told by one look
  return !(first > SPACE && first < DELETE) && text.trim() === ''
}

/** How lines are told apart. */
export interface LineOptions {
  readonly delimiter?: Buffer | undefined
  readonly mostBytes?: number | undefined
  readonly isBlank: IsBlank
  /** Lines are bytes, whatever is in them. */
  readonly areBytes: boolean
}

/** The lines of all sources, one source after the other, read as they are asked for. */
export async function* lineBlocks(sources: readonly Source[], { delimiter = NEWLINE, mostBytes = constants.MAX_STRING_LENGTH, isBlank, areBytes }: LineOptions): AsyncGenerator<Block, undefined> {
  const isLines = delimiter.equals(NEWLINE)
  const valueOf = areBytes ? lineBytes : isLines ? lineText : recordText
  for (const source of sources) {
    const splitter = new LineSplitter(delimiter, mostBytes)
    let number = 1
    for await (const chunk of read(source)) {
      const [head, body, rest] = isLines && !areBytes && chunk.length <= mostBytes ? wholeLines(chunk, splitter.isEmpty) : [chunk]
      const lines = splitter.push(head)
      if (lines.length > 0) yield new LineBlock(source.name, number, lines, isBlank, valueOf)
      number += lines.length
      if (body !== undefined) {
        const block = new TextBlock(source.name, number, body, isBlank)
        yield block
        number += block.length
      }
      if (rest !== undefined) splitter.push(rest)
    }
    yield new LineBlock(source.name, number, splitter.end(), isBlank, valueOf)
  }
}

/**
 * Parts a chunk into the end of a line that has begun before, whole lines, and the beginning of one: the whole lines, if
 * they are text, are told apart as one string, which costs a fifth of making a buffer, a look and a string for each.
 */
function wholeLines(chunk: Buffer, isAtStart: boolean): [head: Buffer, body?: Buffer, rest?: Buffer] {
  const start = isAtStart ? 0 : chunk.indexOf(NEWLINE) + 1
  const end = chunk.lastIndexOf(NEWLINE) + 1
  const body = chunk.subarray(start, end)
  return start < end && (isAtStart || start > 0) && isUtf8(body) ? [chunk.subarray(0, start), body, chunk.subarray(end)] : [chunk]
}

/** Whole lines that are text. */
class TextBlock implements Block {
  readonly #source: string
  readonly #first: number
  readonly #lines: readonly string[]
  readonly #isBlank: IsBlank

  constructor(source: string, first: number, body: Buffer, isBlank: IsBlank) {
    this.#source = source
    this.#first = first
    this.#lines = body.toString('utf8', 0, body.length - 1).split('\n')
    this.#isBlank = isBlank
  }

  get length(): number { return this.#lines.length }

  value(position: number): unknown {
    const line = this.#lines[position]!
    const unmarked = this.#first + position === 1 ? withoutMark(line) : line
    const text = unmarked.endsWith('\r') ? unmarked.slice(0, -1) : unmarked
    return this.#isBlank(text) ? BLANK : text
  }

  raw(position: number): string { return this.#lines[position]! }

  place(position: number): Place { return { source: this.#source, line: this.#first + position } }
}

class LineBlock implements Block {
  readonly #source: string
  readonly #first: number
  readonly #lines: readonly Line[]
  readonly #isBlank: IsBlank
  readonly #valueOf: (line: Line) => string | Buffer

  constructor(source: string, first: number, lines: readonly Line[], isBlank: IsBlank, valueOf: (line: Line) => string | Buffer) {
    this.#source = source
    this.#first = first
    this.#lines = lines
    this.#isBlank = isBlank
    this.#valueOf = valueOf
  }

  get length(): number { return this.#lines.length }

  value(position: number): unknown {
    const line = this.#valueOf(this.#lines[position]!)
    if (typeof line !== 'string') return line
    const text = this.#first + position === 1 ? withoutMark(line) : line
    return this.#isBlank(text) ? BLANK : text
  }

  raw(position: number): Line { return this.#lines[position]! }

  place(position: number): Place {
    return { source: this.#source, line: this.#first + position }
  }
}
