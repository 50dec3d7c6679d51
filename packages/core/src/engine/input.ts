// Reads the items of a run through their iterator: one `next()` at a time, never more than asked for. Knows nothing of
// what becomes of an item.

import type { Clock } from '../clock.ts'
import type { Items } from '../outcome.ts'
import { Ahead, type InputFailure } from './ahead.ts'
import { Gathering, type GatheringHost, type Spendable } from './gathering.ts'
import { checkNoPromise, checkStep, openIterator, PATIENCE_MS, withPatience, type AnyIterator } from './iterators.ts'
import { listReader, type ListReader } from './list-reader.ts'
import { totalOf } from './plain-list.ts'
import { isThenable } from '../thenable.ts'

export class Input {
  /** How many items there are, where the input can tell beforehand. */
  readonly total: number | undefined = undefined
  /** What the input threw, or why it was not read to its end: told after all items before it. */
  failure: InputFailure | undefined = undefined
  readonly #items: Items<unknown>
  readonly #clock: Clock
  readonly #onChange: () => void
  readonly #ahead: Ahead
  readonly #list: ListReader | undefined = undefined
  #iterator: AnyIterator | undefined = undefined
  #isAsync = false
  #isReading = false
  #isOver = false // nothing more is to be read
  #isExhausted = false // the iterator said so itself, or threw
  #isLeft = false
  #isTakingLast = false
  readonly #gathering: Gathering | undefined

  /**
   * @param onChange called when an item that was awaited, or the end, has come
   * @param gatheringHost where items that come by themselves are to leave together
   */
  constructor(items: Items<unknown>, clock: Clock, onChange: () => void, gatheringHost: GatheringHost | undefined) {
    this.#items = items
    this.#clock = clock
    this.#onChange = onChange
    this.#ahead = new Ahead(onChange)
    this.#gathering = gatheringHost && new Gathering(clock, gatheringHost, () => { if (this.#ahead.length > 0) onChange() })
    try {
      this.total = totalOf(items)
      this.#list = listReader(items)
    } catch (error) {
      this.#fail(error) // a proxy
    }
  }

  /** Whether it is read by index: no iterator of the caller's is asked. */
  get isList(): boolean { return this.#list !== undefined }

  /** Nothing will come any more. */
  get isDone(): boolean {
    return (this.#isOver || this.#list?.isRead === true) && this.#ahead.length === 0 && !this.#isTakingLast
  }

  /** Something will come, but not now: `onChange` tells. */
  get isWaiting(): boolean {
    if (this.#gathering?.isOn === true) return true
    return this.#ahead.length > 0 ? this.#ahead.isPending : this.#isReading && (!this.#isOver || this.#isTakingLast)
  }

  /** Whether nothing more is read but the item that a pending `next()` brings. */
  get isTakingLast(): boolean { return this.#isTakingLast }

  /** Items read and not handed out, because they are promises or stand behind one. */
  get ahead(): number { return this.#ahead.length }

  /**
   * Reads up to `most` items into `into`, as far as they are there. Ends early at an item whose promise was rejected:
   * take that with {@link takeRejected}. `turn` ends it early, too: items may take long to make.
   */
  read(most: number, into: unknown[], turn: Spendable): void {
    if (this.#ahead.length > 0) this.#ahead.take(most, into)
    if (this.#list !== undefined) return this.#readList(this.#list, most, into)
    if (this.#gathering !== undefined) this.#gathering.wanted = most - into.length
    // Behind an item that is awaited, others are read but not handed out, so that their rejections are heard.
    while (into.length + this.#ahead.length < most && !this.#isOver && !this.#isReading) {
      if (!this.#readOne(into) || turn.isSpent()) return
    }
  }

  /**
   * Up to `most` items as one; undefined where they are to be {@link read}.
   * @param isTyped whether it may be a part of a typed array
   */
  readPart(most: number, isTyped: boolean): unknown[] | undefined {
    return this.#isOver || this.#ahead.length > 0 ? undefined : this.#list?.part(most, isTyped)
  }

  /** The rejection of an item's promise, if that is what comes next. */
  takeRejected(): InputFailure | undefined { return this.#ahead.takeRejected() }

  /** Whether the iterator has told its end, so that there is nothing to stop. */
  get isExhausted(): boolean { return this.#isExhausted || this.#list !== undefined }

  /** Reads no more, where there is nobody to tell. */
  finish(): void { this.#isOver = true }

  /** Forgets what has been read ahead. */
  drop(): void {
    this.#isTakingLast = false
    this.#gathering?.end()
    this.#ahead.clear()
  }

  /** As {@link stop}, but the item that a pending `next()` brings within a second is taken: it may be nowhere else any more. */
  close(): Promise<void> {
    if (this.#isReading) {
      this.#isTakingLast = true
      this.#clock.setTimeout(() => {
        if (!this.#isTakingLast) return
        this.#isTakingLast = false
        this.#onChange()
      }, PATIENCE_MS)
    }
    return this.stop()
  }

  /**
   * Reads no more; tells the iterator, once, that nobody reads on. Resolves when it has cleaned up, after a second at
   * the latest; rejects if it threw while doing so.
   */
  async stop(): Promise<void> {
    this.#isOver = true
    const iterator = this.#iterator
    if (this.#isLeft || this.#isExhausted || typeof iterator?.return !== 'function') return
    if (this.#isReading && !this.#isAsync) return // called from within next(), which will call this again
    this.#isLeft = true
    await withPatience(Promise.resolve(iterator.return(undefined)), this.#clock)
  }

  /** As the iterator of the list would read it, at a third of the price. */
  #readList(list: ListReader, most: number, into: unknown[]): void {
    try {
      while (into.length + this.#ahead.length < most && !this.#isOver) {
        if (list.isAtEnd) return this.finish()
        const value = list.next()
        if ((typeof value === 'object' || typeof value === 'function') && value !== null && this.#ahead.await(value)) continue
        if (this.#ahead.length === 0) into.push(value)
        else this.#ahead.push(value)
      }
    } catch (error) {
      this.#fail(error) // an element may be a getter, the list a proxy
    }
  }

  /** Reads one item; false when nothing more can be read now. */
  #readOne(into: unknown[]): boolean {
    let step: unknown
    try {
      this.#isReading = true // an iterator that starts work of its own must not be entered twice
      step = (this.#iterator ??= this.#open()).next!()
      if (this.#isAsync && isThenable(step)) { // some answer at once where they can, as `for await` allows them to
        this.#gathering?.begin()
        Promise.resolve(step).then((result) => { this.#hasCome(result, undefined) }, (error: unknown) => { this.#hasCome(undefined, { error }) })
        return false
      }
      this.#isReading = false
      const isMore = this.#take(step, into)
      this.#isTakingLast = false
      if (this.#isOver && !this.#isExhausted) void this.stop().catch(() => undefined) // left from within next()
      return isMore
    } catch (error) {
      this.#isReading = this.#isTakingLast = false
      return this.#fail(error)
    }
  }

  /** Takes what `next()` returned; false at the end. Throws what the iterator's own getters throw. */
  #take(step: unknown, into: unknown[] | undefined): boolean {
    checkStep(step)
    if (step.done) {
      this.#isOver = this.#isExhausted = true
      return false
    }
    const value: unknown = step.value
    if (value === undefined) checkNoPromise(step)
    if (this.#isOver && !this.#isTakingLast) {
      Promise.resolve(value).catch(() => undefined) // nobody will run it, so its rejection is nobody's
      return false
    }
    if (this.#ahead.await(value)) return true
    if (into !== undefined && this.#ahead.length === 0) into.push(value)
    else this.#ahead.push(value)
    return true
  }

  /** What a `next()` of an async iterator came to. */
  #hasCome(step: unknown, failure: InputFailure | undefined): void {
    this.#isReading = false
    try {
      if (failure !== undefined) throw failure.error
      this.#take(step, undefined)
    } catch (error) {
      this.#fail(error)
    }
    this.#isTakingLast = false
    const gathering = this.#gathering
    if (gathering?.isOn === true) {
      while (!this.#isOver && !this.#isReading && gathering.wantsMore(this.#ahead)) this.#readOne([])
      if (this.#isReading) return
      gathering.end()
    }
    this.#onChange()
  }

  #fail(error: unknown): false {
    if (!this.#isOver) this.failure = { error }
    this.#isOver = this.#isExhausted = true
    return false
  }

  #open(): AnyIterator {
    const { iterator, isAsync } = openIterator(this.#items)
    this.#isAsync = isAsync
    return iterator
  }
}
