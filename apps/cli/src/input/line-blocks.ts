// Sources of lines, as blocks of text. What a line means is known where it is parsed: beside the user's function.

import { BLANK, type Block, type Place } from './block.ts'
import { LineSplitter, type Line } from './line-splitter.ts'
import { read, type Source } from './source.ts'
import { lineText, withoutMark } from './text.ts'

/** Whether a line is no item, but counts as a line. */
type IsBlank = (text: string) => boolean

// What JSON begins with: the usual case, told by one look.
const JSON_START = /^["[{\d\-tfn]/u

/** Whether a line of NDJSON holds nothing. */
export const isBlankText: IsBlank = (text) => !JSON_START.test(text) && text.trim() === ''

/** The lines of all sources, one source after the other, read as they are asked for. */
export async function* lineBlocks(sources: readonly Source[], isBlank: IsBlank): AsyncGenerator<Block, undefined> {
  for (const source of sources) {
    const splitter = new LineSplitter()
    let number = 1
    for await (const chunk of read(source)) {
      const lines = splitter.push(chunk)
      if (lines.length > 0) yield new LineBlock(source.name, number, lines, isBlank)
      number += lines.length
    }
    yield new LineBlock(source.name, number, splitter.end(), isBlank)
  }
}

class LineBlock implements Block {
  readonly #source: string
  readonly #first: number
  readonly #lines: readonly Line[]
  readonly #isBlank: IsBlank

  constructor(source: string, first: number, lines: readonly Line[], isBlank: IsBlank) {
    this.#source = source
    this.#first = first
    this.#lines = lines
    this.#isBlank = isBlank
  }

  get length(): number { return this.#lines.length }

  item(position: number): unknown {
    const line = lineText(this.#lines[position]!)
    const text = this.#first + position === 1 ? withoutMark(line) : line
    return this.#isBlank(text) ? BLANK : text
  }

  place(position: number): Place {
    return { source: this.#source, line: this.#first + position }
  }
}
