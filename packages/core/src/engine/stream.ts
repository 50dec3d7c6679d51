// The part that both streams share: an async generator written by hand, because a generator function costs one more
// promise and two more turns of the microtask queue per value. Knows who waits for a value, not in which order they come.

import { Fifo } from './fifo.ts'
import type { Ending, Results } from './results.ts'

/** What a stream needs of its run. */
export interface StreamedRun {
  /** The reader has taken these many items more (values and omitted ones). */
  handedOver(count: number): void
  /** The reader waits for the next value. */
  awaited(): void
  /** No more outcomes than those up to this index are wanted. */
  cut(lastIndex: number, reason: unknown): void
  /** The reader will not read on, or has read the end. Resolves when the input has been left. */
  leave(): Promise<void>
}

interface Reader<T> {
  readonly resolve: (result: IteratorResult<T, undefined>) => void
  readonly reject: (error: unknown) => void
}

/** Nothing to hand over yet. */
export const EMPTY: unique symbol = Symbol('empty')

/** The failure at which a stream ends, in its place among the values. */
export class StopMark {
  readonly error: unknown
  constructor(error: unknown) { this.error = error }
}

const DONE: IteratorResult<never, undefined> = { done: true, value: undefined }

export abstract class Stream<T> implements Results, AsyncGenerator<T, undefined, undefined> {
  #run: StreamedRun | undefined
  #start: (() => void) | undefined
  readonly #readers = new Fifo<Reader<T>>()
  #isOver = false
  /** The run is over, but its error is told later: nothing is handed over meanwhile. */
  #isHalted = false
  #isFinished = false
  /** An error has been told, or whoever left has been told the input's: what comes after that is nobody's. */
  #isTold = false
  #ending: Ending | undefined

  /** @param start called at the first `next()` */
  attach(run: StreamedRun, start: () => void): void {
    this.#run = run
    this.#start = start
  }

  protected get run(): StreamedRun { return this.#run! }

  /** Takes the next value, a {@link StopMark}, or EMPTY. */
  protected abstract take(): unknown
  /** Whether all that was reserved has been taken. */
  protected abstract isDrained(): boolean
  protected abstract drop(): void

  abstract reserve(count: number): void
  abstract place(index: number, value: unknown): void
  placeRow(first: number, values: ArrayLike<unknown>, count: number): void {
    for (let n = 0; n < count; n++) this.place(first + n, values[n])
  }
  abstract omit(index: number): void
  abstract stop(index: number, error: unknown): void

  finish(ending: Ending | undefined): void {
    this.#isFinished = true
    this.#ending = ending
    this.serve()
  }

  halt(): void {
    this.#isHalted = true
    this.drop()
  }

  abort(error: unknown): void {
    if (this.#isOver) return
    this.halt()
    this.finish({ error })
  }

  /** Gives the readers that wait what there is. */
  protected serve(): void {
    while (this.#readers.length > 0) {
      const value = this.take()
      if (value === EMPTY && !(this.#isFinished && this.isDrained())) return
      const reader = this.#readers.shift()!
      if (value instanceof StopMark) this.#end({ error: value.error }, reader)
      else if (value === EMPTY) this.#end(this.#ending, reader)
      else reader.resolve({ done: false, value: value as T })
    }
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#isOver) return Promise.resolve(DONE)
    this.#start?.()
    this.#start = undefined
    const value = this.#readers.length > 0 || this.#isHalted ? EMPTY : this.take()
    if (value !== EMPTY && !(value instanceof StopMark)) return Promise.resolve({ done: false, value: value as T })
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject })
      if (value instanceof StopMark) this.#end({ error: value.error }, this.#readers.shift())
      else this.serve()
      if (this.#readers.length > 0) this.run.awaited()
    })
  }

  async return(_value?: unknown): Promise<IteratorResult<T, undefined>> {
    await this.#leave()
    return DONE
  }

  async throw(error: unknown): Promise<never> {
    await this.#leave().catch(() => undefined) // as in a generator, what is thrown in comes first
    throw error
  }

  [Symbol.asyncIterator](): this { return this }

  async [Symbol.asyncDispose](): Promise<void> { await this.return() }

  /** Waits until the input has been left; what that threw is told once. */
  async #leave(): Promise<void> {
    const isFirst = !this.#isTold
    this.#isTold = true
    this.#end(undefined, undefined)
    await this.run.leave().catch((error: unknown) => { if (isFirst) throw error })
  }

  /** The stream is over: this reader gets the ending, the others, and whoever reads later, the plain end. */
  #end(ending: Ending | undefined, reader: Reader<T> | undefined): void {
    if (this.#isOver) return
    this.#isOver = true
    this.drop()
    if (reader !== undefined) {
      if (ending === undefined) reader.resolve(DONE)
      else {
        this.#isTold = true
        reader.reject(ending.error)
      }
      this.run.leave().catch(() => undefined) // the reader has its answer; the input's complaint comes second
    }
    while (this.#readers.length > 0) this.#readers.shift()!.resolve(DONE)
  }
}
