// The records of items: made as they end, for the journal, for `--envelope` and for `--errors-to`; and read back from the
// journal of an earlier run. Knows no order and no counts.

import type { Item } from '../input/item.ts'
import type { RawRecord } from '../input/block.ts'
import type { Content } from '../journal/content.ts'
import type { FinishedItem } from '../journal/finished.ts'
import type { Journal } from '../journal/journal.ts'
import { ItemKeys, type ItemKey } from '../journal/key.ts'
import { envelopeLine, type EndedItem, type Failure as RecordedFailure } from '../journal/record.ts'
import type { OutputFormat } from '../options/output-options.ts'
import type { Carried } from '../worker/parsers.ts'

/** What is kept, and how items and results are written. */
export interface RecordsSetup {
  readonly carried: Carried
  readonly to: OutputFormat
  readonly journal: Journal | undefined
  readonly isEnvelope: boolean
  /** Takes the record of a failed item. */
  readonly onFailed: ((line: string) => void) | undefined
}

/** What has become of an item, before it is a record. */
export type Result = Pick<EndedItem, 'attempts' | 'ms' | 'worker'> &
  ({ readonly status: 'ok'; readonly text: string } | { readonly status: 'skipped' } | { readonly status: 'failed'; readonly error: RecordedFailure; readonly isUnread: boolean })

/** An item of an earlier run. */
export interface Recalled {
  readonly ended: EndedItem
  /** What it gives. */
  readonly text: string | undefined
}

/** Makes and keeps the records of a run. */
export class Records {
  readonly #setup: RecordsSetup
  readonly #keys = new ItemKeys()
  /** Of the items that have been taken and have not ended. */
  readonly #known = new Map<number, ItemKey>()

  constructor(setup: RecordsSetup) { this.#setup = setup }

  /**
   * An item has been read; to be called for all of them, in input order.
   * @returns what became of it in an earlier run
   */
  taken({ index, block, position }: Item): Recalled | undefined {
    const key = this.#keys.next(contentOf(block.raw(position)))
    const { journal } = this.#setup
    const found = journal?.find(key)
    if (found !== undefined) return this.#recalled(journal!, key, index, found)
    this.#known.set(index, key)
    return undefined
  }

  /** An item has ended. @returns what it gives */
  ended(item: Item, result: Result): string | undefined {
    const key = this.#known.get(item.index)!
    this.#known.delete(item.index)
    const ended = this.#recordOf(item, key, result)
    const { journal, onFailed } = this.#setup
    journal?.append(ended)
    if (result.status === 'failed') onFailed?.(envelopeLine(ended))
    return this.#given(ended, result.status === 'ok' ? result.text : undefined)
  }

  #recordOf(item: Item, key: ItemKey, result: Result): EndedItem {
    const { index, block, position } = item
    const isUnread = result.status === 'failed' && result.isUnread
    const raw = block.raw(position)
    const { attempts, ms, worker, status } = result
    return {
      ...key,
      index,
      status,
      input: isUnread ? rawContent(raw) : this.#inputOf(item.value),
      raw: isUnread || raw === item.value ? undefined : raw,
      output: status === 'ok' ? this.#outputOf(result.text) : undefined,
      error: status === 'failed' ? result.error : undefined,
      attempts,
      ms,
      worker,
    }
  }

  #inputOf(value: unknown): Content {
    switch (this.#setup.carried) {
      case 'value': return { json: JSON.stringify(value) }
      case 'json': return Array.isArray(value) ? { list: value.map((json: string) => ({ json })) } : { json: value as string }
      case 'text': return Array.isArray(value) ? { list: value.map((bytes: string) => ({ bytes })) } : { bytes: value as string }
    }
  }

  #outputOf(text: string): Content | undefined {
    switch (this.#setup.to) {
      case 'none': return undefined
      case 'json': return { json: text }
      case 'ndjson': return { json: text.slice(0, -1) } // without its line end
      case 'lines': return { bytes: text.slice(0, -1) }
      case 'raw': return { bytes: text }
    }
  }

  #recalled(journal: Journal, key: ItemKey, index: number, found: FinishedItem): Recalled {
    const ended = { ...journal.read(key, found), index } // its place may be another now
    return { ended, text: this.#given(ended, ended.status === 'ok' ? this.#textOf(ended.output) : undefined) }
  }

  /** The text of a result, as it was before it became a record. */
  #textOf(output: Content | undefined): string {
    if (output === undefined) return ''
    const text = 'json' in output ? output.json : 'bytes' in output ? String(output.bytes) : ''
    return this.#setup.to === 'ndjson' || this.#setup.to === 'lines' ? `${text}\n` : text
  }

  #given(ended: EndedItem, text: string | undefined): string | undefined {
    return this.#setup.isEnvelope && ended.status !== 'skipped' ? envelopeLine(ended) : text
  }
}

/** What an item is known by. */
function contentOf(raw: RawRecord): string | Uint8Array {
  if (!Array.isArray(raw)) return raw as string | Buffer
  // Lengths first: the same bytes cut in other places are other items.
  const parts = raw.map((part: string | Buffer) => Buffer.from(part as string))
  return Buffer.concat([Buffer.from(`${parts.map(({ length }) => length).join()}\n`), ...parts])
}

function rawContent(raw: RawRecord): Content {
  return Array.isArray(raw) ? { list: raw.map((bytes: string | Buffer) => ({ bytes })) } : { bytes: raw as string | Buffer }
}
