// From a request to its items: which blocks to read, and how much there is where that can be told.

import type { MapRequest } from '../map-options.ts'
import type { Block } from './block.ts'
import { Items } from './items.ts'
import type { Carried } from '../worker/parsers.ts'
import { isBlankText, lineBlocks } from './line-blocks.ts'
import { Places } from './places.ts'
import { leave, sourcesOf, type Source } from './source.ts'
import { arrayBlocks, ArgumentBlock } from './value-blocks.ts'

/** How far the input has been read, in the unit in which its end is known. */
export type Extent = { readonly unit: 'items'; readonly total: number } | { readonly unit: 'bytes'; readonly total: number; readonly read: number }

/** The items of a run. */
export interface Input {
  readonly items: Items
  readonly places: Places
  /** What the items are to a worker. */
  readonly carried: Carried
  /** Undefined as long as nobody can tell how much there is. */
  extent(): Extent | undefined
}

/**
 * Looks at the inputs and makes their items, which are read when they are asked for.
 * @throws CommandError for an input that cannot be read
 */
export async function openInput({ items, inputs, from }: Pick<MapRequest, 'items' | 'inputs' | 'from'>): Promise<Input> {
  if (items !== undefined) return inputOf(argumentBlocks(items), [], () => ({ unit: 'items', total: items.length }))
  const sources = await sourcesOf(inputs)
  if (from === 'ndjson') return { ...inputOf(lineBlocks(sources, isBlankText), sources, () => bytesOf(sources)), carried: 'json' }
  if (from === 'lines') return inputOf(lineBlocks(sources, () => false), sources, () => bytesOf(sources))
  const lengths: number[] = []
  const blocks = arrayBlocks(sources, (length) => { lengths.push(length) })
  return inputOf(blocks, sources, () => (lengths.length < sources.length ? undefined : { unit: 'items', total: lengths.reduce((sum, length) => sum + length, 0) }))
}

function inputOf(blocks: AsyncGenerator<Block, undefined>, sources: readonly Source[], extent: Input['extent']): Input {
  const places = new Places()
  return { items: new Items(blocks, places, () => { sources.forEach(leave) }), places, carried: 'item', extent }
}

async function* argumentBlocks(items: readonly string[]): AsyncGenerator<Block, undefined> {
  yield new ArgumentBlock(items)
}

function bytesOf(sources: readonly Source[]): Extent | undefined {
  let total = 0
  let read = 0
  for (const { size, bytesRead } of sources) {
    if (size === undefined) return undefined
    total += size
    read += bytesRead
  }
  return { unit: 'bytes', total, read: Math.min(read, total) }
}
