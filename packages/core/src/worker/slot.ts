// Room for one running item. A slot is used for item after item, so the two callbacks that it gives to promises are
// made once: that is half the price of awaiting each item in an async function.

import { isThenable } from '../thenable.ts'
import type { Dated } from './deadlines.ts'
import { ItemContext } from './item-context.ts'
import type { BatchRun } from './run-batch.ts'
import type { WorkerScope } from './worker-scope.ts'

const promiseThen = Promise.prototype.then

export class Slot implements Dated {
  startedAt = 0
  earlier: Dated | undefined = undefined
  later: Dated | undefined = undefined
  #run: BatchRun | undefined = undefined
  #index = 0
  #isExpired = false
  readonly #scope: WorkerScope
  readonly #good: (value: unknown) => void
  readonly #bad: (error: unknown) => void

  constructor(scope: WorkerScope) {
    this.#scope = scope
    this.#good = (value) => { this.#end(true, value) }
    this.#bad = (error) => { this.#end(false, error) }
  }

  /** Starts the item at a position of a batch; true when it has already ended. */
  start(run: BatchRun, index: number, item: unknown, attempt: number): boolean {
    const { batch } = run
    this.#run = run
    this.#index = index
    if (run.isClocked) this.#startClock()
    let result: unknown
    try {
      const context = new ItemContext(run, index, attempt) as never
      result = batch.enter === undefined ? run.fn(item as never, context) : batch.enter(index, run.fn, item, context)
      if (typeof result !== 'object' && typeof result !== 'function') return this.#endNow(true, result)
      if (result instanceof Promise && result.then === promiseThen) {
        void result.then(this.#good, this.#bad)
        return false
      }
      // A foreign thenable may call back twice, at once, or throw: a promise of our own keeps it honest.
      if (!isThenable(result)) return this.#endNow(true, result)
      const thenable = result
      void new Promise((resolve) => { resolve(thenable) }).then(this.#good, this.#bad)
      return false
    } catch (error) {
      return this.#endNow(false, error)
    }
  }

  /** The timeout is over. The item keeps the slot until it really ends. */
  expire(now: number): void {
    this.#isExpired = true
    this.#run!.expire(this.#index, now - this.startedAt)
  }

  #startClock(): void {
    const run = this.#run!
    this.startedAt = this.#scope.clock.now()
    this.#isExpired = false
    run.deadlines?.add(this)
  }

  /** The item ended before `start` returned. */
  #endNow(isGood: boolean, value: unknown): true {
    this.#tell(isGood, value)
    return true
  }

  /** The promise of the item settled. */
  #end(isGood: boolean, value: unknown): void {
    const run = this.#run!
    this.#tell(isGood, value)
    run.slotFreed(this)
  }

  #tell(isGood: boolean, value: unknown): void {
    const run = this.#run!
    const index = this.#index
    this.#run = undefined // before anything else is told: whoever is told may start the next run
    let ms = 0
    if (run.isClocked) {
      if (this.#isExpired) return run.sink.stopped(index)
      run.deadlines?.remove(this)
      ms = this.#scope.clock.now() - this.startedAt
    }
    run.forgetSignal(index)
    if (isGood) run.sink.fulfilled(index, value, ms)
    else run.sink.rejected(index, value, ms)
  }
}
