// Decides how closely the tasks of one run are followed, so that a run that they start is known to be theirs: that costs
// a good half microsecond per item, which only shows where items take no longer than that.

import { asyncHooks, isContextFree } from '../async-context.ts'
import type { Clock } from '../clock.ts'

/** How closely: item by item, no further than to the flight, or not beyond the first await of a task. */
export type Following = 'item' | 'flight' | 'none'

const TRIAL_ITEMS = 1_000
const QUICK_ITEM_MS = 0.01

// Each run begins with a trial: its first items are followed one by one. Where they turn out to be quick, and none has
// nested, the next are followed by flight only; on Node before 24, where an AsyncLocalStorage in use triples the price
// of an async no-op, not at all, until one of them outlasts a turn of the event loop.
const QUICK_FOLLOWING: Following = isContextFree ? 'flight' : 'none'

export class NestingWatch {
  readonly #clock: Clock
  #isQuick = false
  #hasNested = false
  #since: number
  /** Items that may still depart, and end, in this trial. */
  #toDepart = TRIAL_ITEMS
  #toEnd = TRIAL_ITEMS

  constructor(clock: Clock) {
    this.#clock = clock
    this.#since = clock.now()
  }

  /** Whether its tasks are followed at all. */
  get isOn(): boolean { return asyncHooks !== undefined && !(this.#isQuick && QUICK_FOLLOWING === 'none') }

  /** A task of the run has started a run. */
  sawNested(): void {
    this.#hasNested = true
    this.sawSlow()
  }

  /** An item is not quick: a new trial begins. */
  sawSlow(): void {
    if (!this.#isQuick) return
    this.#isQuick = false
    this.#restart()
  }

  /** These many items are about to start. */
  departs(items: number): Following {
    if (asyncHooks === undefined) return 'none'
    if (this.#hasNested) return 'item'
    if (this.#isQuick) return QUICK_FOLLOWING
    if (this.#toDepart <= 0) return 'flight' // too many at once to follow each: their memory would show
    this.#toDepart -= items
    return 'item'
  }

  /** These many items have ended. */
  ended(items: number): void {
    if (this.#isQuick || this.#hasNested) return
    this.#toEnd -= items
    if (this.#toEnd > 0) return
    this.#isQuick = this.#clock.now() - this.#since < TRIAL_ITEMS * QUICK_ITEM_MS
    this.#restart()
  }

  #restart(): void {
    this.#toDepart = this.#toEnd = TRIAL_ITEMS
    this.#since = this.#clock.now()
  }
}
