// Knows which run was started inside a task of the same executor. Such a run may always run one item in its parent's
// slot, so a task that waits for it cannot wait for ever. See docs/decisions/0004-nesting.md for the price of knowing.

import { asyncHooks, isContextFree, type AsyncStorage } from '../async-context.ts'
import type { Backend } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { Lender } from './loan.ts'
import type { NestingWatch } from './nesting-watch.ts'

/** A flight, as far as nesting goes. */
export interface NestingFlight {
  readonly watch: NestingWatch | undefined
  /** The index of the item whose task is being called, or -1. */
  readonly calling: number
  /** How its tasks are called; see `Batch`. */
  follow: ((index: number, call: () => boolean) => boolean) | undefined
  /** The slot of an item, or of whichever item it may be; undefined when that has ended. */
  lender(index: number | undefined): Lender | undefined
}

/** Whose task is calling: an item, or one of those of a flight. */
interface Caller {
  readonly flight: NestingFlight
  readonly index: number | undefined
}

// Switching the storage on and off costs as much as a short run, so it stays on for the next one.
const REST_MS = 100

/** One executor's knowledge of who started whom. */
export class Nesting {
  readonly #backend: Backend
  readonly #clock: Clock
  #storage: AsyncStorage<Caller> | undefined = undefined
  /** How many flights are followed by the storage, and those that are not. */
  #followed = 0
  readonly #unwatched = new Set<NestingFlight>()
  #isChecking = false
  #resting: unknown = undefined

  constructor(backend: Backend, clock: Clock) {
    this.#backend = backend
    this.#clock = clock
  }

  /** The slot of the task that is calling, as far as it is known to be one of this executor's. */
  caller(): Lender | undefined {
    const caller = this.#calling() ?? this.#storage?.getStore()
    if (caller === undefined) return undefined
    const { flight, index } = caller
    const lender = flight.lender(index ?? (flight.calling < 0 ? undefined : flight.calling))
    if (lender !== undefined) flight.watch!.sawNested()
    return lender
  }

  /** Whether a caller who is not known to be a task may be one all the same. */
  get isInDoubt(): boolean { return this.#unwatched.size > 0 }

  /** Calls `dispatch`, which starts the items of a flight, so that they are followed as far as they are worth it. */
  depart(flight: NestingFlight, watch: NestingWatch, items: number, dispatch: () => void): void {
    const following = watch.departs(items)
    if (following === 'none') {
      this.#unwatched.add(flight)
      this.#check()
      return dispatch()
    }
    this.#followed++
    const storage = (this.#storage ??= new asyncHooks!.AsyncLocalStorage<Caller>())
    if (following === 'flight') return storage.run({ flight, index: undefined }, dispatch)
    flight.follow = (index, call) => storage.run({ flight, index }, call)
    dispatch()
  }

  landed(flight: NestingFlight, watch: NestingWatch, items: number): void {
    if (!this.#unwatched.delete(flight)) this.#followed--
    watch.ended(items)
    if (isContextFree || this.#followed > 0) return
    if (watch.isOn) this.#resting ??= this.#clock.setTimeout(() => { this.#rest() }, REST_MS)
    else this.#rest()
  }

  /** The unwatched flight of which an item is being started: then it is its task that is calling. */
  #calling(): Caller | undefined {
    for (const flight of this.#unwatched) if (flight.calling >= 0) return { flight, index: flight.calling }
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
      if (isBusy) for (const { watch } of this.#unwatched) watch!.sawSlow()
    })
  }
}
