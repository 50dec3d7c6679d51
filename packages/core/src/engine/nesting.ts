// Knows which run was started inside a task of the same executor. Such a run may always run one item in its parent's
// slot, so a task that waits for it cannot wait for ever. See docs/decisions/0004-nesting.md for the price of knowing.

import { asyncHooks, isContextFree, type AsyncStorage } from '../async-context.ts'
import type { Backend } from '../backend.ts'
import type { Clock } from '../clock.ts'

/** What runs that are started by the items of a flight may borrow slots from: the flight. */
export interface Lender {
  /** Items whose slot has not been given back. */
  readonly open: number
  /** Takes a slot for an item of a nested run; false when all are lent. */
  lend(): boolean
  /** The item of the nested run has ended. */
  takeBack(): void
}

/** A flight, as far as nesting goes. */
export interface NestingFlight extends Lender {
  /** Whether the task of one of its items is being called. */
  readonly isCalling: boolean
}

/** Whose task is calling. */
interface Caller {
  readonly flight: NestingFlight
  readonly watch: NestingWatch
}

// On Node before 24 an AsyncLocalStorage in use triples the price of an async no-op, which only shows where items take
// microseconds: there, after a trial, tasks of such items are followed no further than their first await, until one of
// them outlasts a turn of the event loop.
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
  readonly #unwatched = new Map<NestingFlight, NestingWatch>()
  #isChecking = false
  #resting: unknown = undefined

  constructor(backend: Backend, clock: Clock) {
    this.#backend = backend
    this.#clock = clock
  }

  /** The flight of the task that is calling, as far as it is known to be one of this executor's. */
  caller(): Lender | undefined {
    const caller = this.#calling() ?? this.#storage?.getStore()
    if (caller === undefined || caller.flight.open === 0) return undefined
    caller.watch.sawNested()
    return caller.flight
  }

  /** Whether a caller who is not known to be a task may be one all the same. */
  get isInDoubt(): boolean { return this.#unwatched.size > 0 }

  /** Watches the tasks of one run. */
  watch(): NestingWatch { return new NestingWatch(this.#clock) }

  /** Calls `dispatch`, which starts the items of a flight. */
  depart(flight: NestingFlight, watch: NestingWatch, dispatch: () => void): void {
    if (watch.isOn) {
      this.#followed++
      const storage = (this.#storage ??= new asyncHooks!.AsyncLocalStorage<Caller>())
      return storage.run({ flight, watch }, dispatch)
    }
    this.#unwatched.set(flight, watch)
    this.#check()
    dispatch()
  }

  landed(flight: NestingFlight, watch: NestingWatch, items: number): void {
    if (!this.#unwatched.delete(flight)) this.#followed--
    if (isContextFree) return
    watch.ended(items)
    if (!watch.isOn) this.#rest()
    else if (this.#followed === 0) this.#resting ??= this.#clock.setTimeout(() => { this.#rest() }, REST_MS)
  }

  /** The unwatched flight of which an item is being started: then it is its task that is calling. */
  #calling(): Caller | undefined {
    for (const [flight, watch] of this.#unwatched) if (flight.isCalling) return { flight, watch }
    return undefined
  }

  /** While no item is followed, promises get their usual price back. */
  #rest(): void {
    this.#clock.clearTimeout(this.#resting)
    this.#resting = undefined
    if (this.#followed === 0) this.#storage?.disable()
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
