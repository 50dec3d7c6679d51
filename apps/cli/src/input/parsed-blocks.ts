// Lines of JSON as the values that they stand for: where no worker parses them.

import { parserOf } from '../worker/parsers.ts'
import { BLANK, type Block } from './block.ts'

const parseJson = parserOf('json', false)

/** The same blocks, with values in place of their texts. */
export async function* parsedBlocks(blocks: AsyncIterable<Block>): AsyncGenerator<Block, undefined> {
  for await (const block of blocks) {
    yield {
      length: block.length,
      value(position) {
        const text = block.value(position)
        return text === BLANK ? BLANK : parseJson(text)
      },
      raw: (position) => block.raw(position),
      place: (position) => block.place(position),
    }
  }
}
