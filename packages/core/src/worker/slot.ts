// Room for one running item. A slot is used for item after item, so the two functions that it gives to promises are
// made once: that is half the price of awaiting each item in an async function. Kept small, because a run may have as
// many slots as it has items.

import type { Batch } from '../batch.ts'
import type { Sink } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { AnyTaskFunction } from '../task.ts'
import { isThenable } from '../thenable.ts'
import type { Deadlines } from './deadlines.ts'
import { ItemContext, type ContextOwner } from './item-context.ts'
import { Stopwatch } from './stopwatch.ts'

/** What a slot needs of the batch whose item it runs. */
export interface SlotOwner extends ContextOwner {
  readonly batch: Batch
  readonly sink: Sink
  readonly fn: AnyTaskFunction
  readonly clock: Clock
  /** Whether items are timed, for their timeout or because the sink asked. */
  readonly isClocked: boolean
  readonly deadlines: Deadlines | undefined
  /** The item at this index has run longer than its timeout. */
  expire(index: number, ms: number): void
  forgetSignal(index: number): void
  /** The item has ended, later than `start` returned. */
  slotFreed(slot: Slot): void
}

const promiseThen = Promise.prototype.then

export class Slot {
  #owner: SlotOwner | undefined = undefined
  #index = 0
  #stopwatch: Stopwatch | undefined = undefined
  readonly #onFulfilled: (value: unknown) => void
  readonly #onRejected: (error: unknown) => void

  constructor() {
    // Bound, not closures: two thirds of the memory.
    this.#onFulfilled = this.#fulfilled.bind(this)
    this.#onRejected = this.#rejected.bind(this)
  }

  /** Starts an item; true when it has already ended, then the slot is free again. */
  start(owner: SlotOwner, index: number, item: unknown, attempt: number): boolean {
    this.#owner = owner
    this.#index = index
    if (owner.isClocked) (this.#stopwatch ??= new Stopwatch()).start(owner, index)
    try {
      const { fn } = owner // called without a receiver: a task must not see the owner as its `this`
      const result = fn(item as never, new ItemContext(owner, index, attempt) as never)
      if (result instanceof Promise && result.then === promiseThen) {
        void result.then(this.#onFulfilled, this.#onRejected)
        return false
      }
      return this.#adopt(owner, result)
    } catch (error) {
      this.#tell(owner, false, error)
      return true
    }
  }

  /** A result that is no promise of this realm. */
  #adopt(owner: SlotOwner, result: unknown): boolean {
    if (!isThenable(result)) {
      this.#tell(owner, true, result)
      return true
    }
    // A foreign thenable may call back twice, at once, or throw: a promise of our own keeps it honest.
    void new Promise((resolve) => { resolve(result) }).then(this.#onFulfilled, this.#onRejected)
    return false
  }

  #fulfilled(value: unknown): void {
    const owner = this.#owner!
    this.#tell(owner, true, value)
    owner.slotFreed(this)
  }

  #rejected(error: unknown): void {
    const owner = this.#owner!
    this.#tell(owner, false, error)
    owner.slotFreed(this)
  }

  #tell(owner: SlotOwner, isGood: boolean, value: unknown): void {
    this.#owner = undefined // before anything is told: whoever is told may start the next run
    if (owner.isClocked) return this.#tellTime(owner, isGood, value)
    owner.forgetSignal(this.#index)
    if (isGood) owner.sink.fulfilled(this.#index, value, 0)
    else owner.sink.rejected(this.#index, value, 0)
  }

  #tellTime(owner: SlotOwner, isGood: boolean, value: unknown): void {
    owner.forgetSignal(this.#index)
    const ms = this.#stopwatch!.stop(owner)
    if (ms === undefined) owner.sink.stopped(this.#index)
    else if (isGood) owner.sink.fulfilled(this.#index, value, ms)
    else owner.sink.rejected(this.#index, value, ms)
  }
}
