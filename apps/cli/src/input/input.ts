// From a request to its items: which blocks to read, and how much there is where that can be told.

import type { InputRequest } from '../options/input-options.ts'
import type { Block } from './block.ts'
import { Items } from './items.ts'
import type { Carried } from '../worker/parsers.ts'
import { isBlankText, lineBlocks } from './line-blocks.ts'
import { parsedBlocks } from './parsed-blocks.ts'
import { groupBlocks } from './group-blocks.ts'
import { leave, sourcesOf, type Source } from './source.ts'
import { tableBlocks } from './table-blocks.ts'
import { arrayBlocks, ArgumentBlock } from './value-blocks.ts'

/** How far the input has been read, in the unit in which its end is known. */
export type Extent = { readonly unit: 'items'; readonly total: number } | { readonly unit: 'bytes'; readonly total: number; readonly read: number }

/** The items of a run. */
export interface Input {
  readonly items: Items
  /** What the items are to a worker. */
  readonly carried: Carried
  /** Whether each item is an array of such. */
  readonly isGrouped: boolean
  /** Undefined as long as nobody can tell how much there is. */
  extent(): Extent | undefined
}

/**
 * Looks at the inputs and makes their items, which are read when they are asked for.
 * @throws CommandError for an input that cannot be read
 */
export async function openInput(request: InputRequest & { readonly total?: number | undefined }): Promise<Input> {
  const { perCall, limit = Infinity, total = limit } = request
  const { carried, blocks, sources, extent } = await opened(request)
  return {
    items: new Items(perCall === undefined ? blocks : groupBlocks(blocks, perCall), () => { sources.forEach(leave) }, limit),
    carried,
    isGrouped: perCall !== undefined,
    extent: () => (total === Infinity ? counted(extent(), perCall) : { unit: 'items', total }),
  }
}

/** What has been found. */
interface Opened extends Pick<Input, 'carried' | 'extent'> {
  readonly blocks: AsyncGenerator<Block, undefined>
  readonly sources: readonly Source[]
}

async function opened({ items, inputs, from, delimiter, hasHeader, mostItemBytes: mostBytes, isForCommands: areBytes }: InputRequest): Promise<Opened> {
  if (items !== undefined) return { carried: 'text', blocks: argumentBlocks(items), sources: [], extent: () => ({ unit: 'items', total: items.length }) }
  const sources = await sourcesOf(inputs)
  const bytes = (): Extent | undefined => bytesOf(sources)
  switch (from) {
    case 'lines': return { carried: areBytes ? 'bytes' : 'text', blocks: lineBlocks(sources, { delimiter, mostBytes, isBlank: () => false, areBytes }), sources, extent: bytes }
    case 'ndjson': {
      const blocks = lineBlocks(sources, { mostBytes, isBlank: isBlankText, areBytes: false })
      return areBytes ? { carried: 'value', blocks: parsedBlocks(blocks), sources, extent: bytes } : { carried: 'json', blocks, sources, extent: bytes }
    }
    case 'csv':
    case 'tsv': return { carried: 'value', blocks: tableBlocks(sources, { format: from, hasHeader, mostBytes }), sources, extent: bytes }
    case 'json': return openArrays(sources)
  }
}

function openArrays(sources: readonly Source[]): Opened {
  const lengths: number[] = []
  const extent = (): Extent | undefined => (lengths.length < sources.length ? undefined : { unit: 'items', total: lengths.reduce((sum, length) => sum + length, 0) })
  return { carried: 'value', blocks: arrayBlocks(sources, (length) => { lengths.push(length) }), sources, extent }
}

function counted(extent: Extent | undefined, perCall: number = 1): Extent | undefined {
  return extent?.unit === 'items' ? { unit: 'items', total: Math.ceil(extent.total / perCall) } : extent
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
