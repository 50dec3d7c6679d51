// Puts the outcomes of a batch aside, each of them once, before they are sent: the pool reads them only should the worker die
// or be silent. See docs/decisions/0010-workers-apart.md.

import type { Draft, DraftRow } from '../pool/messages.ts'
import type { Column } from './column.ts'

/** Values that came one after the other, of which more may come. */
export interface Row {
  readonly first: number
  readonly values: Column
  readonly ms: Column | undefined
}

/** Tells the pool without waking it; false where that cannot be. */
export type SetAside = (draft: Draft) => boolean

export class Asides {
  readonly #batch: number
  readonly #setAside: SetAside
  /** The row that was the last one, and how many of its values have been put aside. */
  #row = 0
  #inRow = 0

  constructor(batch: number, setAside: SetAside) {
    this.#batch = batch
    this.#setAside = setAside
  }

  /** Puts aside what is new in the rows. False where that cannot be: a value is no primitive, which may change until it is sent. */
  put(rows: readonly Row[], next: number, leave: number): boolean {
    const fresh: DraftRow[] = []
    for (let n = this.#row; n < rows.length; n++) {
      const { first, values, ms } = rows[n]!
      const from = n === this.#row ? this.#inRow : 0
      if (values.length > from) fresh.push([first + from, values.since(from), ms?.since(from) as number[] | undefined])
    }
    if (!fresh.every(([, values]) => values.every(isPrimitive)) || !this.#setAside([this.#batch, next, leave, fresh])) return false
    this.#row = Math.max(0, rows.length - 1)
    this.#inRow = rows.at(-1)?.values.length ?? 0
    return true
  }

  /** All rows have been sent. */
  clear(): void { this.#row = this.#inRow = 0 }
}

// A symbol cannot be sent at all.
function isPrimitive(value: unknown): boolean { return value === null || !['object', 'function', 'symbol'].includes(typeof value) }
