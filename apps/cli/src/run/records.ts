// The records of items: made as they end, for the journal, for `--envelope` and for `--errors-to`; and read back from the
// journal of an earlier run. Knows no order and no counts.

import type { Item } from '../input/item.ts'
import { partsOf, type RawPart, type RawRecord } from '../input/block.ts'
import { TooLong } from '../input/line-splitter.ts'
import type { Bytes, Content } from '../journal/content.ts'
import type { FinishedItem } from '../journal/finished.ts'
import type { Journal } from '../journal/journal.ts'
import { ItemKeys, type ItemKey } from '../journal/key.ts'
import { envelopeLine, type EndedItem, type Failure as RecordedFailure } from '../journal/record.ts'
import type { Carried } from '../worker/parsers.ts'

/** How what an item gives stands in a record. */
export interface Codec<G> {
  contentOf(given: G): Content | undefined
  /** What it was, from that. */
  givenOf(content: Content | undefined, item: Item): G
  /** The line of a record, to be given out in place of what the item gave. */
  lineOf(line: string, given: G | undefined): G
}

/** What is kept, and how items and results are written. */
export interface RecordsSetup<G> {
  readonly carried: Carried
  readonly codec: Codec<G>
  readonly journal: Journal | undefined
  readonly isEnvelope: boolean
  /** Takes the record of a failed item. */
  readonly onFailed: ((line: string) => void) | undefined
}

/** What has become of an item, before it is a record. */
export type Result = Pick<EndedItem, 'attempts' | 'ms' | 'worker'> &
  ({ readonly status: 'ok' } | { readonly status: 'skipped' } | { readonly status: 'failed'; readonly error: RecordedFailure })

/** An item of an earlier run. */
export interface Recalled<G> {
  readonly ended: EndedItem
  /** What it gives. */
  readonly given: G | undefined
}

/** Makes and keeps the records of a run. */
export class Records<G> {
  readonly #setup: RecordsSetup<G>
  readonly #keys = new ItemKeys()
  /** Of the items that have been taken and have not ended. */
  readonly #known = new Map<number, ItemKey>()

  constructor(setup: RecordsSetup<G>) { this.#setup = setup }

  /**
   * An item has been read; to be called for all of them, in input order.
   * @returns what became of it in an earlier run
   */
  taken(item: Item): Recalled<G> | undefined {
    const { index, block, position } = item
    const key = this.#keys.next(contentOf(block.raw(position)))
    const { journal } = this.#setup
    const found = journal?.find(key)
    if (found !== undefined) return this.#recalled(journal!, key, item, found)
    this.#known.set(index, key)
    return undefined
  }

  /** An item has ended. @param given what it gives @returns the same, or its record */
  ended(item: Item, result: Result, given: G | undefined): G | undefined {
    const key = this.#known.get(item.index)!
    this.#known.delete(item.index)
    const ended = this.#recordOf(item, key, result, given)
    const { journal, onFailed } = this.#setup
    journal?.append(ended)
    if (result.status === 'failed') onFailed?.(envelopeLine(ended))
    return this.#given(ended, given)
  }

  /** An item has been stopped: it has not ended, and there is no record of it. @returns what it gives */
  stopped({ index }: Item, given: G | undefined): G | undefined {
    this.#known.delete(index)
    return this.#setup.isEnvelope ? undefined : given
  }

  #recordOf(item: Item, key: ItemKey, result: Result, given: G | undefined): EndedItem {
    const { index } = item
    const { attempts, ms, worker, status } = result
    return {
      ...key,
      index,
      status,
      ...this.#inputOf(item, status === 'ok'),
      output: given === undefined ? undefined : this.#setup.codec.contentOf(given),
      error: status === 'failed' ? result.error : undefined,
      attempts,
      ms,
      worker,
    }
  }

  /** @param isParsed whether a worker has read its text */
  #inputOf({ value, block, position }: Item, isParsed: boolean): Pick<EndedItem, 'input' | 'raw'> {
    const raw = block.raw(position)
    // What is no JSON must not stand in a record as if it were.
    const isKnown = value !== undefined && (isParsed || this.#setup.carried !== 'json' || areJson(value as string | readonly string[]))
    if (isKnown) return { input: this.#contentOf(value), raw: raw === value ? undefined : (raw as Bytes | readonly Bytes[]) } // what has a value was not too long
    return { input: rawContent(raw) }
  }

  #contentOf(value: unknown): Content {
    switch (this.#setup.carried) {
      case 'value': return { json: JSON.stringify(value) }
      case 'bytes': return Array.isArray(value) ? { list: value.map((bytes: Buffer) => ({ bytes })) } : { bytes: value as Buffer }
      case 'json': return Array.isArray(value) ? { list: value.map((json: string) => ({ json })) } : { json: value as string }
      case 'text': return Array.isArray(value) ? { list: value.map((bytes: string) => ({ bytes })) } : { bytes: value as string }
    }
  }

  #recalled(journal: Journal, key: ItemKey, item: Item, found: FinishedItem): Recalled<G> {
    const ended = { ...journal.read(key, found), index: item.index } // its place may be another now
    if (ended.status === 'failed') this.#setup.onFailed?.(envelopeLine(ended))
    const given = ended.status === 'ok' || ended.output !== undefined ? this.#setup.codec.givenOf(ended.output, item) : undefined
    return { ended, given: this.#given(ended, given) }
  }

  #given(ended: EndedItem, given: G | undefined): G | undefined {
    return this.#setup.isEnvelope && ended.status !== 'skipped' ? this.#setup.codec.lineOf(envelopeLine(ended), given) : given
  }
}

/** What an item is known by. */
function contentOf(raw: RawRecord): string | Uint8Array {
  if (!Array.isArray(raw)) return partContent(raw as RawPart)
  // Lengths first: the same bytes cut in other places are other items.
  const parts = (raw as readonly RawPart[]).map((part) => Buffer.from(partContent(part) as string))
  return Buffer.concat([Buffer.from(`${parts.map(({ length }) => length).join()}\n`), ...parts])
}

/** Of a part that was not kept, something that no text is. */
function partContent(part: RawPart): string | Uint8Array {
  return part instanceof TooLong ? Buffer.concat([NOT_UTF8, Buffer.from(`too long: ${part.bytes} bytes`)]) : part
}

const NOT_UTF8 = Buffer.of(0xff)

/** Undefined where not all of it was kept: what stood in its place would be taken for it. */
function rawContent(raw: RawRecord): Content | undefined {
  const parts = partsOf(raw)
  if (!parts.every(isKept)) return undefined
  return Array.isArray(raw) ? { list: parts.map((bytes) => ({ bytes })) } : { bytes: parts[0]! }
}

function isKept(part: RawPart): part is Exclude<RawPart, TooLong> { return !(part instanceof TooLong) }

function areJson(texts: string | readonly string[]): boolean {
  try {
    for (const text of typeof texts === 'string' ? [texts] : texts) JSON.parse(text)
    return true
  } catch {
    return false
  }
}
