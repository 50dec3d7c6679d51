// Knows which run was started inside a task of the same executor. Such a run may always run one item in its parent's
// slot, so a task that waits for it cannot wait for ever. See docs/decisions/0004-nesting.md for the price of knowing.

import { asyncHooks, type AsyncStorage } from '../async-context.ts'
import type { EnterItem } from '../batch.ts'
import type { Backend } from '../backend.ts'
import type { Clock } from '../clock.ts'

/** The slot of a running item, which runs started by that item may use one after another. */
export class Lender {
  /** An item of a nested run is running in the slot. */
  isLent = false
  /** The parent item has ended, so its slot is free once the nested item gives it back. */
  isOver = false
}

/** A flight, whose items may start runs. */
export interface Lending {
  enter: EnterItem | undefined
  /** The index of the item whose task is being called, -1 at other times. */
  readonly starting: number
  /** The lender of an item; undefined when it has ended. */
  lenderOf(index: number): Lender | undefined
}

/** An item that runs. */
interface Caller {
  readonly watch: NestingWatch
  readonly lending: Lending
  readonly index: number
}

// An AsyncLocalStorage in use triples the price of an async no-op, which only shows where items take microseconds: after
// a trial, tasks of such items are followed no further than their first await, until one of them outlasts a turn.
const TRIAL_ITEMS = 1_000
const QUICK_ITEM_MS = 0.01
// Switching it costs as much as a short run, so it stays on for the next one.
const REST_MS = 100

/** One executor's knowledge of who started whom. */
export class Nesting {
  readonly #backend: Backend
  readonly #clock: Clock
  #storage: AsyncStorage<Caller> | undefined = undefined
  /** Flights whose items are followed by the storage, and those whose items are not. */
  #followed = 0
  readonly #unwatched = new Map<Lending, NestingWatch>()
  #isChecking = false
  #resting: unknown = undefined

  constructor(backend: Backend, clock: Clock) {
    this.#backend = backend
    this.#clock = clock
  }

  /** The lender of the task that is calling, as far as it is known to be one of this executor's. */
  caller(): Lender | undefined {
    const caller = this.#starting() ?? this.#storage?.getStore()
    const lender = caller?.lending.lenderOf(caller.index)
    if (lender !== undefined) caller!.watch.sawNested()
    return lender
  }

  /** The unwatched item that is being started: then it is its task that is calling. */
  #starting(): Caller | undefined {
    for (const [lending, watch] of this.#unwatched) if (lending.starting >= 0) return { watch, lending, index: lending.starting }
    return undefined
  }

  /** Whether a caller who is not known to be a task may be one all the same. */
  get isInDoubt(): boolean { return this.#unwatched.size > 0 }

  /** Watches the tasks of one run. */
  watch(): NestingWatch { return new NestingWatch(this.#clock) }

  /** The items of a flight are about to start. */
  depart(flight: Lending, watch: NestingWatch): void {
    if (watch.isOn) return this.#follow(flight, watch)
    this.#unwatched.set(flight, watch)
    this.#check()
  }

  landed(flight: Lending, watch: NestingWatch, items: number): void {
    if (!this.#unwatched.delete(flight)) this.#followed--
    watch.ended(items)
    if (!watch.isOn) this.#rest()
    else if (this.#followed === 0) this.#resting ??= this.#clock.setTimeout(() => { this.#rest() }, REST_MS)
  }

  /** While no item is followed, promises get their usual price back. */
  #rest(): void {
    this.#clock.clearTimeout(this.#resting)
    this.#resting = undefined
    if (this.#followed === 0) this.#storage?.disable()
  }

  /** Gives each item a context of its own, which its continuations have, too. */
  #follow(flight: Lending, watch: NestingWatch): void {
    this.#followed++
    const storage = (this.#storage ??= new asyncHooks!.AsyncLocalStorage<Caller>())
    flight.enter = (index, fn, item, context) => storage.run({ watch, lending: flight, index }, fn, item as never, context as never)
  }

  /** After a turn of the event loop, items that only await settled promises have ended: the others are not quick. */
  #check(): void {
    if (this.#isChecking) return
    this.#isChecking = true
    this.#clock.nextTurn(() => {
      this.#isChecking = false
      const isBusy = this.#backend.workers?.().some(({ running }) => running > 0) ?? true
      if (isBusy) for (const watch of this.#unwatched.values()) watch.sawSlow()
    })
  }
}

/** Decides whether the tasks of a run are worth following beyond their first await. */
export class NestingWatch {
  isOn: boolean = asyncHooks !== undefined
  readonly #clock: Clock
  #hasNested = false
  #since: number
  #left = TRIAL_ITEMS

  constructor(clock: Clock) {
    this.#clock = clock
    this.#since = clock.now()
  }

  /** A task of the run has started a run. */
  sawNested(): void {
    this.#hasNested = true
    this.sawSlow()
  }

  /** An item is not quick: a new trial begins. */
  sawSlow(): void {
    if (this.isOn || asyncHooks === undefined) return
    this.isOn = true
    this.#restart()
  }

  /** These many items have ended. */
  ended(items: number): void {
    if (!this.isOn || this.#hasNested) return
    this.#left -= items
    if (this.#left > 0) return
    this.isOn = this.#clock.now() - this.#since >= TRIAL_ITEMS * QUICK_ITEM_MS
    this.#restart()
  }

  #restart(): void {
    this.#left = TRIAL_ITEMS
    this.#since = this.#clock.now()
  }
}
