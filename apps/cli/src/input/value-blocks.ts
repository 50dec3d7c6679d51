// Items that are values already: the elements of JSON arrays, and the arguments after `:::`.

import { CommandError, ItemError, messageOf } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import type { Block, Place } from './block.ts'
import { read, type Source } from './source.ts'
import { documentText } from './text.ts'

/** The elements of a JSON array: one block. */
class ArrayBlock implements Block {
  readonly #values: readonly unknown[]
  readonly #source: string

  constructor(values: readonly unknown[], source: string) {
    this.#values = values
    this.#source = source
  }

  get length(): number { return this.#values.length }
  value(position: number): unknown { return this.#values[position] }
  raw(position: number): string { return JSON.stringify(this.#values[position]) }
  place(position: number): Place { return `${this.#source}, element ${position + 1}` }
}

/** The arguments after `:::`: one block. */
export class ArgumentBlock implements Block {
  readonly #values: readonly string[]
  constructor(values: readonly string[]) { this.#values = values }

  get length(): number { return this.#values.length }

  value(position: number): unknown {
    const value = this.#values[position]!
    // Node puts this character in the place of bytes that are not UTF-8, before any program sees them.
    if (value.includes('\ufffd')) throw new ItemError('the argument is not UTF-8, or holds U+FFFD; give it as a line of the input', 'input')
    return value
  }

  raw(position: number): string { return this.#values[position]! }

  place(position: number): Place { return JSON.stringify(this.#values[position]) }
}

/** Each source is one JSON document, an array: its elements are the items. */
export async function* arrayBlocks(sources: readonly Source[], onArray: (length: number) => void): AsyncGenerator<Block, undefined> {
  for (const source of sources) {
    const chunks: Buffer[] = []
    for await (const chunk of read(source)) chunks.push(chunk)
    const values = parseArray(Buffer.concat(chunks), source.name)
    onArray(values.length)
    yield new ArrayBlock(values, source.name)
  }
}

function parseArray(bytes: Buffer, name: string): readonly unknown[] {
  let value: unknown
  try {
    value = JSON.parse(documentText(bytes))
  } catch (error) {
    throw new CommandError(EXIT.stream, `cannot read ${name} as JSON: ${messageOf(error)}`, { cause: error })
  }
  if (Array.isArray(value)) return value as readonly unknown[]
  const kind = value === null ? 'null' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
  throw new CommandError(EXIT.stream, `cannot read ${name} as items: expected one JSON array, got ${kind}`)
}
