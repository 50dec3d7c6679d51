// The journal of a run: a file to which each item is added the moment it has ended, so that a later run can go on where
// this one was killed.

import { CommandError, messageOf } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import type { Finished, FinishedItem } from './finished.ts'
import type { ItemKey } from './key.ts'
import type { JournalFile } from './journal-file.ts'
import type { JournalLock } from './lock.ts'
import { journalLine, type EndedItem } from './record.ts'

/** What a journal is made of. */
export interface JournalParts {
  /** As given: messages show it so. */
  readonly path: string
  /** Failed items are not finished. */
  readonly retriesFailed: boolean
  /** Called once when a record cannot be written; nothing is written any more. */
  readonly onError: (error: CommandError) => void
  readonly file: JournalFile
  readonly lock: JournalLock
  readonly finished: Finished
  readonly repaired: number
}

/** Records in one turn of the event loop go in one write, unless they are longer than this. */
const MOST_PENDING = 1_048_576

/** A journal that is open and locked. */
export class Journal {
  /** Bytes of a last record that had not been written to its end and has been cut off; its item has not ended. */
  readonly repaired: number
  readonly #parts: JournalParts
  #pending = ''
  #state: 'open' | 'broken' | 'closed' = 'open'

  /** Use `openJournal`. */
  constructor(parts: JournalParts) {
    this.#parts = parts
    this.repaired = parts.repaired
  }

  /** How many items had ended when it was opened. */
  get size(): number { return this.#parts.finished.size }

  /** What became of an item in an earlier run; undefined where it is to run. */
  find(key: ItemKey): FinishedItem | undefined {
    const found = this.#parts.finished.find(key)
    return found?.status === 'failed' && this.#parts.retriesFailed ? undefined : found
  }

  /**
   * The record of an item that {@link find} found.
   * @throws CommandError (`journal`) where someone has changed the file meanwhile
   */
  read(key: ItemKey, found: FinishedItem): EndedItem {
    return this.#parts.finished.read(this.#parts.file.fd, key, found)
  }

  /** Adds an item that has ended. It is in the file before the event loop has its next turn. */
  append(item: EndedItem): void {
    this.#orFail(() => {
      const line = journalLine(item)
      if (this.#pending === '') queueMicrotask(() => { this.flush() })
      this.#pending += line
    })
    if (this.#pending.length >= MOST_PENDING) this.flush()
  }

  /** Writes at once what is pending. */
  flush(): void {
    const text = this.#pending
    this.#pending = ''
    if (text !== '') this.#orFail(() => { this.#parts.file.add(text) })
  }

  /** Writes what is pending, closes the file and gives the lock back. May be called again. */
  close(): void {
    if (this.#state === 'closed') return
    this.flush()
    this.#state = 'closed'
    this.#parts.file.close()
    this.#parts.lock.release()
  }

  /** Whoever appends is told by `onError`: in the middle of a run, nobody waits for what is thrown. */
  #orFail(act: () => void): void {
    if (this.#state !== 'open') return
    try {
      act()
    } catch (error) {
      this.flush() // what came before is whole; where it was that which failed, nothing is left
      this.#fail(error)
    }
  }

  #fail(error: unknown): void {
    if (this.#state !== 'open') return
    this.#state = 'broken'
    this.#parts.onError(new CommandError(EXIT.stream, `cannot write the journal ${this.#parts.path}: ${messageOf(error)}`, { cause: error }))
  }
}
