// Knows which run was started inside a task of the same executor. Such a run may always run one item in its parent's
// slot, so a task that waits for it cannot wait for ever. Identity travels with the async context of the task.

import { asyncHooks } from '../async-context.ts'
import type { EnterItem } from '../batch.ts'
import type { Clock } from '../clock.ts'

/** The run of a task that starts runs itself. */
export interface Parent { sawNested(): void }

/** The slot of a running item, which runs started by that item may use one after another. */
export class Lender {
  readonly run: Parent
  /** An item of a nested run is running in the slot. */
  isLent = false
  /** The parent item has ended, so its slot is free once the nested item gives it back. */
  isOver = false
  constructor(run: Parent) { this.run = run }
}

/** Tells a flight which lender an index has got. */
export interface Lending {
  readonly run: Parent
  lent(index: number, lender: Lender): void
}

interface Store {
  readonly lending: Lending
  readonly index: number
  lender: Lender | undefined
}

// On Node 20 and 22 an AsyncLocalStorage in use doubles the price of every promise, which only shows on items of less
// than some microseconds. A task of such items that has started no run in this many is no longer watched.
const TRIAL_ITEMS = 1_000
const QUICK_ITEM_MS = 0.01

/** One executor's knowledge of who started whom. */
export class Nesting {
  readonly #storage = asyncHooks === undefined ? undefined : new asyncHooks.AsyncLocalStorage()
  readonly #watched = new Set<NestingWatch>()

  /** The lender of the task that is calling, if it is one of this executor's and is being watched. */
  current(): Lender | undefined {
    const store = this.#storage?.getStore() as Store | undefined
    if (store === undefined) return undefined
    if (store.lender === undefined) {
      store.lender = new Lender(store.lending.run)
      store.lending.lent(store.index, store.lender)
    }
    return store.lender
  }

  /** Watches the tasks of one run. */
  watch(clock: Clock): NestingWatch {
    const watch = new NestingWatch(clock, this.#storage !== undefined)
    if (watch.isOn) this.#watched.add(watch)
    return watch
  }

  /** Puts the items of a flight into a context of their own. */
  enter(lending: Lending): EnterItem {
    const storage = this.#storage!
    return (index, fn, item, context) => storage.run({ lending, index, lender: undefined } satisfies Store, fn, item as never, context as never)
  }

  /** A run needs no watching (any more): when none does, promises get their usual price back. */
  unwatch(watch: NestingWatch): void {
    watch.isOn = false
    if (this.#watched.delete(watch) && this.#watched.size === 0) this.#storage?.disable()
  }
}

/** Decides whether the tasks of a run are worth watching. */
export class NestingWatch {
  isOn: boolean
  readonly #clock: Clock
  readonly #since: number
  #nested = false
  #left = TRIAL_ITEMS

  constructor(clock: Clock, isOn: boolean) {
    this.#clock = clock
    this.#since = clock.now()
    this.isOn = isOn
  }

  /** A task of the run has started a run. */
  sawNested(): void { this.#nested = true }

  /** These many items have ended; true when the trial is over and they were too quick to watch. */
  isWaste(ended: number): boolean {
    if (this.#nested || this.#left <= 0) return false
    this.#left -= ended
    return this.#left <= 0 && this.#clock.now() - this.#since < TRIAL_ITEMS * QUICK_ITEM_MS
  }
}
