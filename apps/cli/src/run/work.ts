// What a run does with its items, as the run sees it.

import type { Item } from '../input/item.ts'
import type { Failure } from './failure.ts'

/** What became of an item: as an executor tells it. */
export type ItemOutcome<G> = {
  /** Its place among the items that the work has read. */
  readonly index: number
  /** How often it was started. */
  readonly attempts: number
  /** Milliseconds of the last attempt. */
  readonly ms: number
  readonly worker: string | undefined
} & ({ readonly status: 'fulfilled'; readonly value: G } | { readonly status: 'skipped' } | { readonly status: 'rejected'; readonly reason: Failure })

/** The items of a run, as they are handed over. */
export interface HandedOver extends AsyncIterable<unknown> {
  /** Those that have no outcome yet. */
  readonly running: { readonly size: number }
}

/** Does the work on the items of a run. */
export interface Work<G> {
  /**
   * Reads the items as it has room for them and works on all of them.
   * @param onOutcome told of each item the moment it has ended, by its place among those that were read
   * @returns resolves when all have ended, or those that had begun before `beginNoMore`; rejects with what ended it before,
   * such as the abort of `signal`
   */
  run(items: HandedOver, onOutcome: (outcome: ItemOutcome<G>) => void, signal: AbortSignal): Promise<void>
  /** How an item is sent; undefined: as text, with its index where that is needed. */
  readonly sentOf?: ((item: Item) => unknown) | undefined
  /** Lets what runs end, and begins nothing more: neither a further attempt, nor what it has read and not begun. */
  readonly beginNoMore?: (() => void) | undefined
  /** How many items run, and 0 only where none does; default: all that have no outcome. */
  readonly running?: (() => number) | undefined
  /** Whether fewer may run than that. */
  readonly isRunningBound?: boolean | undefined
  /** The numbers of items that have failed and are to be tried again; default: they count as running. */
  readonly triedAgain?: ReadonlySet<number> | undefined
  /** Ends what runs at once, without asking it to. */
  readonly kill?: (() => void) | undefined
  /** Whether an abort of the signal ends it within a time that is known. */
  readonly endsByAbort: boolean
  /** Resolves when what was set up for the work has been torn down. */
  close(): Promise<void>
}
