// The records of a journal one after the other, or the slowest of them, in memory that does not grow with the journal.

import { fileLines } from './file-lines.ts'
import { asRecord, type RecordFields } from './record.ts'
import { parseLine } from './scan.ts'

/** A record and where it lies. */
export interface FoundRecord {
  readonly fields: RecordFields
  readonly offset: number
  /** As it is written, without the line end. Valid until the next record is asked for. */
  readonly line: () => string
}

/** The records up to `end`, in the order in which they were written. */
export function allRecords(fd: number, end: number): Generator<FoundRecord, undefined> {
  return recordsFrom(fd, 0, end)
}

/** The record that begins at an offset. */
export function recordAt(fd: number, offset: number): FoundRecord {
  return recordsFrom(fd, offset, Infinity).next().value!
}

function* recordsFrom(fd: number, from: number, end: number): Generator<FoundRecord, undefined> {
  for (const { bytes, offset } of fileLines(fd, from, end)) {
    const fields = asRecord(parseLine(bytes)) // not the header
    if (fields !== undefined) yield { fields, offset, line: () => bytes.toString() }
  }
}

/** Keeps the slowest records of many. */
export class Slowest {
  readonly #most: number
  #kept: { readonly ms: number; readonly offset: number }[] = []

  /** @param most how many are kept */
  constructor(most: number) { this.#most = most }

  /** Takes a record into account. */
  add({ fields: { ms }, offset }: FoundRecord): void {
    this.#kept.push({ ms, offset })
    if (this.#kept.length >= this.#most * 2 + ROOM) this.#thin()
  }

  /** The slowest first; of equals, what was written first. */
  *records(fd: number): Generator<FoundRecord, undefined> {
    this.#thin()
    for (const { offset } of this.#kept) yield recordAt(fd, offset)
  }

  #thin(): void {
    this.#kept = this.#kept.sort((a, b) => b.ms - a.ms || a.offset - b.offset).slice(0, this.#most)
  }
}

/** So that few are not sorted again and again. */
const ROOM = 1_000
