// Which items a journal has the end of, and where each of those records lies. Outputs stay in the file: what is held of a
// record is where it begins.

import { readSync } from 'node:fs'
import { CommandError } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { CompactTable } from './compact-table.ts'
import { entryKey, keyWord, type ItemKey } from './key.ts'
import { asRecord, endedItem, statusOf, type EndedItem, type RecordFields, type Status } from './record.ts'
import { parseLine } from './scan.ts'

/** An item that need not run again. */
export interface FinishedItem {
  readonly status: Status
  /** For {@link Finished.read}. */
  readonly offset: number
}

const STATUSES: readonly Status[] = ['ok', 'failed', 'skipped']
const NEWLINE = 0x0a
const READ_BYTES = 65_536
const WORD = 2 ** 32

/**
 * The finished items of a journal. A later record replaces an earlier one of the same item.
 *
 * Cost: 20 to 40 bytes an item.
 */
export class Finished {
  readonly #table = new CompactTable(2)
  /** What was last read from the file. */
  #cached = Buffer.alloc(0)
  #cachedAt = 0

  /** How many items there are. */
  get size(): number { return this.#table.size }

  /** Notes the record that begins at an offset of the file. */
  add(fields: RecordFields, offset: number): void {
    const key = entryKey(itemKey(fields))
    const place = this.#table.add(keyWord(key, 0), keyWord(key, 1))
    this.#table.setWord(place, 0, offset % WORD)
    this.#table.setWord(place, 1, Math.floor(offset / WORD) * STATUSES.length + STATUSES.indexOf(statusOf(fields)))
  }

  /** What became of an item; undefined where it has not ended. */
  find(item: ItemKey): FinishedItem | undefined {
    const key = entryKey(item)
    const place = this.#table.find(keyWord(key, 0), keyWord(key, 1))
    if (place === undefined) return undefined
    const word = this.#table.word(place, 1)
    return { status: STATUSES[word % STATUSES.length]!, offset: Math.floor(word / STATUSES.length) * WORD + this.#table.word(place, 0) }
  }

  /** Whether no later record replaces the one at this offset. */
  isLatest(fields: RecordFields, offset: number): boolean {
    return this.find(itemKey(fields))?.offset === offset
  }

  /**
   * Reads the record of an item. Records that were written one after the other cost one read for many.
   * @param fd the journal, open for reading
   * @throws CommandError (`journal`) where the file is not as it was
   */
  read(fd: number, key: ItemKey, { offset }: FinishedItem): EndedItem {
    const line = this.#lineAt(fd, offset)
    const fields = asRecord(parseLine(line))
    if (fields !== undefined) {
      const { key: content, occurrence } = itemKey(fields)
      if (content === key.key && occurrence === key.occurrence) return endedItem(fields, line.toString())
    }
    throw new CommandError(EXIT.journal, 'the journal has been changed while it was in use')
  }

  #lineAt(fd: number, offset: number): Buffer {
    const start = offset - this.#cachedAt
    const end = start < 0 ? -1 : this.#cached.indexOf(NEWLINE, start)
    if (end !== -1) return this.#cached.subarray(start, end)
    for (let length = READ_BYTES; ; length *= 2) {
      const bytes = Buffer.allocUnsafe(length)
      const read = readSync(fd, bytes, 0, length, offset)
      const newline = bytes.subarray(0, read).indexOf(NEWLINE)
      if (newline === -1 && read === length) continue
      this.#cached = bytes.subarray(0, read)
      this.#cachedAt = offset
      return bytes.subarray(0, newline === -1 ? read : newline)
    }
  }
}

function itemKey({ key, occurrence = 1 }: RecordFields): ItemKey {
  return { key, occurrence }
}
