// From a request to its items: which blocks to read, and how much there is where that can be told.

import type { InputRequest } from '../options/input-options.ts'
import type { Block } from './block.ts'
import { Items } from './items.ts'
import type { Carried } from '../worker/parsers.ts'
import { isBlankText, lineBlocks } from './line-blocks.ts'
import { parsedBlocks } from './parsed-blocks.ts'
import { groupBlocks } from './group-blocks.ts'
import { leave, sourcesOf, type Source } from './source.ts'
import { tableBlocks, type TableOptions } from './table-blocks.ts'
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
  /**
   * Reads the input as far as its first header, before the first item is taken. @returns the names of its columns; undefined
   * where there is no header
   * @throws CommandError where it cannot be read
   */
  readHeader(): Promise<readonly string[] | undefined>
}

/**
 * Looks at the inputs and makes their items, which are read when they are asked for.
 * @throws CommandError for an input that cannot be read
 */
export async function openInput(request: InputRequest & { readonly total?: number | undefined }): Promise<Input> {
  const { perCall, limit = Infinity, total = limit } = request
  const { carried, blocks, sources, extent, readHeader } = await opened(request)
  return {
    items: new Items(perCall === undefined ? blocks : groupBlocks(blocks, perCall), () => { sources.forEach(leave) }, limit),
    carried,
    isGrouped: perCall !== undefined,
    readHeader,
    extent: () => (total === Infinity ? counted(extent(), perCall) : { unit: 'items', total }),
  }
}

/** What has been found. */
interface Opened extends Pick<Input, 'carried' | 'extent' | 'readHeader'> {
  readonly blocks: AsyncGenerator<Block, undefined>
  readonly sources: readonly Source[]
}

const readNoHeader = (): Promise<undefined> => Promise.resolve(undefined)

async function opened({ items, inputs, from, delimiter, hasHeader, mostItemBytes: mostBytes, isForCommands: areBytes }: InputRequest): Promise<Opened> {
  if (items !== undefined) return { carried: 'text', blocks: argumentBlocks(items), sources: [], extent: () => ({ unit: 'items', total: items.length }), readHeader: readNoHeader }
  const sources = await sourcesOf(inputs)
  const bytes = (): Extent | undefined => bytesOf(sources)
  switch (from) {
    case 'lines': return { carried: areBytes ? 'bytes' : 'text', blocks: lineBlocks(sources, { delimiter, mostBytes, isBlank: () => false, areBytes }), sources, extent: bytes, readHeader: readNoHeader }
    case 'ndjson': {
      const blocks = lineBlocks(sources, { mostBytes, isBlank: isBlankText, areBytes: false })
      const common = { sources, extent: bytes, readHeader: readNoHeader }
      return areBytes ? { ...common, carried: 'value', blocks: parsedBlocks(blocks) } : { ...common, carried: 'json', blocks }
    }
    case 'csv':
    case 'tsv': return { carried: 'value', ...openTables(sources, { format: from, hasHeader, mostBytes }), sources, extent: bytes }
    case 'json': return openArrays(sources)
  }
}

function openArrays(sources: readonly Source[]): Opened {
  const lengths: number[] = []
  const extent = (): Extent | undefined => (lengths.length < sources.length ? undefined : { unit: 'items', total: lengths.reduce((sum, length) => sum + length, 0) })
  return { carried: 'value', blocks: arrayBlocks(sources, (length) => { lengths.push(length) }), sources, extent, readHeader: readNoHeader }
}

function openTables(sources: readonly Source[], options: TableOptions): Pick<Opened, 'blocks' | 'readHeader'> {
  let names: readonly string[] | undefined
  const blocks = tableBlocks(sources, { ...options, onHeader: (found) => { names ??= found } })
  let first: IteratorResult<Block, undefined> | undefined
  async function* all(): AsyncGenerator<Block, undefined> {
    if (first?.done === false) yield first.value
    yield* blocks
  }
  return {
    blocks: all(),
    async readHeader() {
      if (options.hasHeader) first ??= await blocks.next()
      return names
    },
  }
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
