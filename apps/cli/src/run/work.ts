// What a run does with its items, as the run sees it.

import type { Outcome } from '@parmap/core'
import type { Item } from '../input/item.ts'

/** Does the work on the items of a run. */
export interface Work<G> {
  /**
   * Reads the items as it has room for them and works on all of them.
   * @param onOutcome told of each item the moment it has ended, by its place among those that were read
   * @returns resolves when all have ended; rejects with what ended it before, such as the abort of `signal`
   */
  run(items: AsyncIterable<unknown>, onOutcome: (outcome: Outcome<G>) => void, signal: AbortSignal): Promise<void>
  /** How an item is sent; undefined: as text, with its index where that is needed. */
  readonly sentOf?: ((item: Item) => unknown) | undefined
  /** Whether an abort of the signal ends it within a time that is known. */
  readonly endsByAbort: boolean
  /** Resolves when what was set up for the work has been torn down. */
  close(): Promise<void>
}
