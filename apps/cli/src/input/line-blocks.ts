// Sources of lines, as blocks: text, or one JSON value a line.

import { ItemError, messageOf } from '../errors.ts'
import { BLANK, type Block, type Place } from './block.ts'
import { LineSplitter, type Line } from './line-splitter.ts'
import { read, type Source } from './source.ts'
import { lineText, withoutMark } from './text.ts'

/** Turns the text of a line into an item, or BLANK. @throws ItemError */
type Parse = (text: string) => unknown

/** Each line is an item, as it stands. */
export const parseText: Parse = (text) => text

/** Each line is a JSON value; blank lines are none, but count as lines. */
export const parseJson: Parse = (text) => {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (text.trim() === '') return BLANK
    throw new ItemError(`not JSON: ${messageOf(error)}`, { cause: error })
  }
}

/** The lines of all sources, one source after the other, read as they are asked for. */
export async function* lineBlocks(sources: readonly Source[], parse: Parse): AsyncGenerator<Block, undefined> {
  for (const source of sources) {
    const splitter = new LineSplitter()
    let number = 1
    for await (const chunk of read(source)) {
      const lines = splitter.push(chunk)
      if (lines.length > 0) yield new LineBlock(source.name, number, lines, parse)
      number += lines.length
    }
    yield new LineBlock(source.name, number, splitter.end(), parse)
  }
}

class LineBlock implements Block {
  readonly #source: string
  readonly #first: number
  readonly #lines: readonly Line[]
  readonly #parse: Parse

  constructor(source: string, first: number, lines: readonly Line[], parse: Parse) {
    this.#source = source
    this.#first = first
    this.#lines = lines
    this.#parse = parse
  }

  get length(): number { return this.#lines.length }

  item(position: number): unknown {
    const text = lineText(this.#lines[position]!)
    return this.#parse(this.#first + position === 1 ? withoutMark(text) : text)
  }

  place(position: number): Place {
    return { source: this.#source, line: this.#first + position }
  }
}
