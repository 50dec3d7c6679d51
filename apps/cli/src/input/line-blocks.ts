// Sources of lines, or of records between other delimiters, as blocks of text. What a line means is known where it is
// parsed: beside the user's function.

import { BLANK, type Block, type Place } from './block.ts'
import { LineSplitter, NEWLINE, TooLong, type Line } from './line-splitter.ts'
import { read, type Source } from './source.ts'
import { lineText, recordText, withoutMark } from './text.ts'

/** Whether a line is no item, but counts as a line. */
type IsBlank = (text: string) => boolean

// What JSON begins with: the usual case, told by one look.
const JSON_START = /^["[{\d\-tfn]/u

/** Whether a line of NDJSON holds nothing. */
export const isBlankText: IsBlank = (text) => !JSON_START.test(text) && text.trim() === ''

/** How lines are told apart. */
export interface LineOptions {
  readonly delimiter?: Buffer | undefined
  readonly mostBytes?: number | undefined
  readonly isBlank: IsBlank
}

/** The lines of all sources, one source after the other, read as they are asked for. */
export async function* lineBlocks(sources: readonly Source[], { delimiter = NEWLINE, mostBytes, isBlank }: LineOptions): AsyncGenerator<Block, undefined> {
  const textOf = delimiter.equals(NEWLINE) ? lineText : recordText
  for (const source of sources) {
    const splitter = new LineSplitter(delimiter, mostBytes)
    let number = 1
    for await (const chunk of read(source)) {
      const lines = splitter.push(chunk)
      if (lines.length > 0) yield new LineBlock(source.name, number, lines, isBlank, textOf)
      number += lines.length
    }
    yield new LineBlock(source.name, number, splitter.end(), isBlank, textOf)
  }
}

class LineBlock implements Block {
  readonly #source: string
  readonly #first: number
  readonly #lines: readonly Line[]
  readonly #isBlank: IsBlank
  readonly #textOf: (line: Line) => string

  constructor(source: string, first: number, lines: readonly Line[], isBlank: IsBlank, textOf: (line: Line) => string) {
    this.#source = source
    this.#first = first
    this.#lines = lines
    this.#isBlank = isBlank
    this.#textOf = textOf
  }

  get length(): number { return this.#lines.length }

  value(position: number): unknown {
    const line = this.#textOf(this.#lines[position]!)
    const text = this.#first + position === 1 ? withoutMark(line) : line
    return this.#isBlank(text) ? BLANK : text
  }

  content(position: number): Buffer | string {
    const line = this.#lines[position]!
    return line instanceof TooLong ? `${line.bytes} bytes` : line
  }

  place(position: number): Place {
    return { source: this.#source, line: this.#first + position }
  }
}
