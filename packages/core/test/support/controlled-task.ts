// A task whose items end when the test says so, and which records what ran: how tests see order and bounds.

import type { TaskContext } from '@parmap/core'
import { deferred, Moments, type Deferred } from './deferred.ts'

interface Running<O> extends Deferred<O> { readonly context: TaskContext }

/** Give `task` to an executor; then await `starts(n)` and end items with `finish` and `fail`. Items must be distinct. */
export class ControlledTask<I = number, O = I> {
  /** Every item that was started, in the order of the starts, retries included. */
  readonly started: I[] = []
  /** Items that run now. */
  running = 0
  /** The most items that ever ran at once. */
  most = 0
  readonly #running = new Map<I, Running<O>>()
  readonly #contexts = new Map<I, TaskContext>()
  readonly #signals = new Map<I, AbortSignal>()
  readonly #moments = new Moments()
  readonly #ends: boolean

  /** @param heedsSignal whether an item ends, with its signal's reason, when its signal is aborted */
  constructor({ heedsSignal = false }: { readonly heedsSignal?: boolean } = {}) { this.#ends = heedsSignal }

  readonly task = async (item: I, context: TaskContext): Promise<O> => {
    const run = { ...deferred<O>(), context }
    this.started.push(item)
    this.#running.set(item, run)
    this.#contexts.set(item, context)
    this.#signals.set(item, context.signal)
    this.most = Math.max(this.most, ++this.running)
    if (this.#ends) context.signal.addEventListener('abort', () => { run.reject(context.signal.reason) })
    this.#moments.changed()
    try {
      return await run.promise
    } finally {
      this.running--
      this.#moments.changed()
    }
  }

  /** Resolves when this many items have been started altogether. */
  starts(count: number): Promise<void> { return this.#moments.when(() => this.started.length >= count) }

  /** Resolves when nothing runs. */
  rest(): Promise<void> { return this.#moments.when(() => this.running === 0) }

  /** The items that run now, in the order of their starts. */
  get current(): I[] { return [...this.#running.keys()] }

  /** What a running item, or one that has ended, was given beside its item. */
  context(item: I): TaskContext { return this.#contexts.get(item)! }

  /** The signal of an item, as it was when the item started. */
  signal(item: I): AbortSignal { return this.#signals.get(item)! }

  /** Ends a running item with a value; default: the item. */
  finish(item: I, value: O | PromiseLike<O> = item as unknown as O): void { this.#take(item).resolve(value) }

  /** Ends a running item with a throw. */
  fail(item: I, error: unknown): void { this.#take(item).reject(error) }

  /** Ends all items that run now. */
  finishCurrent(): void { for (const item of this.current) this.finish(item) }

  /** Ends the next item that runs, again and again, until this many have been started and all have ended. */
  async finishAll(count: number): Promise<void> {
    for (let ended = this.started.length - this.#running.size; ended < count; ended++) {
      await this.#moments.when(() => this.#running.size > 0)
      this.finish(this.current[0]!)
    }
    await this.rest()
  }

  /** Ends this many items, the one that was started first each time, waiting for one to run where none does. */
  async finishSome(count: number): Promise<void> {
    for (let ended = 0; ended < count; ended++) {
      await this.#moments.when(() => this.#running.size > 0)
      this.finish(this.current[0]!)
      await this.#moments.when(() => this.running === this.#running.size)
    }
  }

  #take(item: I): Running<O> {
    const run = this.#running.get(item)
    if (run === undefined) throw new Error(`The item ${String(item)} does not run`)
    this.#running.delete(item)
    return run
  }
}
