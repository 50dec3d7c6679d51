// Room for one running item. A slot is used for item after item, so the two callbacks that it gives to promises are
// made once: that is half the price of awaiting each item in an async function.

import type { Batch } from '../batch.ts'
import type { Sink } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { AnyTaskFunction } from '../task.ts'
import { isThenable } from '../thenable.ts'
import type { Dated, Deadlines } from './deadlines.ts'
import { ItemContext, type ContextOwner } from './item-context.ts'

/** What a slot needs of the batch whose item it runs. */
export interface SlotOwner extends ContextOwner {
  readonly batch: Batch
  readonly sink: Sink
  readonly fn: AnyTaskFunction
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

export class Slot implements Dated {
  startedAt = 0
  earlier: Dated | undefined = undefined
  later: Dated | undefined = undefined
  #owner: SlotOwner | undefined = undefined
  #index = 0
  #isExpired = false
  readonly #clock: Clock
  readonly #good: (value: unknown) => void
  readonly #bad: (error: unknown) => void

  constructor(clock: Clock) {
    this.#clock = clock
    this.#good = (value) => { this.#end(true, value) }
    this.#bad = (error) => { this.#end(false, error) }
  }

  /** Starts an item; true when it has already ended, then the slot is free again. */
  start(owner: SlotOwner, index: number, item: unknown, attempt: number): boolean {
    this.#owner = owner
    this.#index = index
    if (owner.isClocked) this.#startClock(owner)
    try {
      const { fn } = owner // called without a receiver: a task must not see the owner as its `this`
      const result = fn(item as never, new ItemContext(owner, index, attempt) as never)
      if (result instanceof Promise && result.then === promiseThen) {
        void result.then(this.#good, this.#bad)
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
    void new Promise((resolve) => { resolve(result) }).then(this.#good, this.#bad)
    return false
  }

  /** The timeout is over. The item keeps the slot until it really ends. */
  expire(now: number): void {
    this.#isExpired = true
    this.#owner!.expire(this.#index, now - this.startedAt)
  }

  #startClock(owner: SlotOwner): void {
    this.startedAt = this.#clock.now()
    this.#isExpired = false
    owner.deadlines?.add(this)
  }

  /** The promise of the item has settled. */
  #end(isGood: boolean, value: unknown): void {
    const owner = this.#owner!
    this.#tell(owner, isGood, value)
    owner.slotFreed(this)
  }

  #tell(owner: SlotOwner, isGood: boolean, value: unknown): void {
    this.#owner = undefined // before anything is told: whoever is told may start the next run
    if (owner.isClocked) return this.#tellClocked(owner, isGood, value)
    owner.forgetSignal(this.#index)
    if (isGood) owner.sink.fulfilled(this.#index, value, 0)
    else owner.sink.rejected(this.#index, value, 0)
  }

  #tellClocked(owner: SlotOwner, isGood: boolean, value: unknown): void {
    owner.forgetSignal(this.#index)
    if (this.#isExpired) return owner.sink.stopped(this.#index)
    owner.deadlines?.remove(this)
    const ms = this.#clock.now() - this.startedAt
    if (isGood) owner.sink.fulfilled(this.#index, value, ms)
    else owner.sink.rejected(this.#index, value, ms)
  }
}
