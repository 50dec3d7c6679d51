// What a run does with its items, as the run sees it.

import type { Outcome } from '@parmap/core'
import type { Sent } from '../worker/parsers.ts'

/** Does the work on the items of a run. */
export interface Work {
  /**
   * Reads the items as it has room for them and works on all of them.
   * @param onOutcome told of each item the moment it has ended, by its place among those that were read
   * @returns resolves when all have ended; rejects with what ended it before, such as the abort of `signal`
   */
  run(items: AsyncIterable<Sent>, onOutcome: (outcome: Outcome<string>) => void, signal: AbortSignal): Promise<void>
  /** Resolves when what was set up for the work has been torn down. */
  close(): Promise<void>
}
