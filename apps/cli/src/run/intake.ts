// Hands items to an executor: no sooner than there is room for what they give, no faster than their rate, and none once
// the run is to end. Knows which items have been handed over and have not ended.

import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { Item } from '../input/item.ts'
import type { Items } from '../input/items.ts'
import type { Rate } from './rate.ts'
import { Running } from './running.ts'

type Step = IteratorResult<unknown, undefined>

// Items in a row that need not run, until the event loop has a turn.
const MOST_PASSED = 64

const DONE: Step = { done: true, value: undefined }

/** What an intake has to ask, and to tell. */
export interface IntakeHost {
  /** Undefined where there is room for what the next item gives; else resolves when it is worth another look. */
  room(): Promise<void> | undefined
  /** An item has been read. @returns whether it is to be handed over */
  taken(item: Item): boolean
}

/** How items are taken. */
export interface IntakeOptions {
  readonly items: Items
  /** Whether an item may look like a pair of index and item, and so always comes as one. */
  readonly isNumbered: boolean
  /** How items are sent, instead. */
  readonly sentOf: ((item: Item) => unknown) | undefined
  readonly rate: Rate | undefined
  readonly host: IntakeHost
}

/** The items of a run, as its executor reads them. Answers without a promise where it can. */
export class Intake implements AsyncIterable<unknown> {
  readonly #items: Items
  readonly #isNumbered: boolean
  readonly #sentOf: ((item: Item) => unknown) | undefined
  readonly #rate: Rate | undefined
  readonly #host: IntakeHost
  /** The items that have been handed over and have not ended. The executor counts only what it was given. */
  readonly running = new Running()
  #sent = 0
  #isEnded = false
  #end: (() => void) | undefined

  constructor({ items, isNumbered, sentOf, rate, host }: IntakeOptions) {
    this.#sentOf = sentOf
    this.#items = items
    this.#isNumbered = isNumbered
    this.#rate = rate
    this.#host = host
  }

  /** Hands no more items over; what has been handed over goes on. */
  end(): void {
    this.#isEnded = true
    this.#end?.()
    void this.#items.leave().catch(() => undefined) // an error of what nobody wants any more
  }

  [Symbol.asyncIterator](): AsyncIterator<unknown, undefined> {
    // The type knows promises only. An iterator may answer without one, which spares the executor a turn an item.
    return { next: () => this.#next() as Promise<Step>, return: async () => this.#return() }
  }

  #next(): Step | Promise<Step> {
    if (this.#isEnded) return DONE
    const waiting = this.#host.room() ?? this.#untilDue()
    if (waiting !== undefined) return this.#orEnd(waiting.then(() => this.#next()))
    for (let passed = 0; passed < MOST_PASSED; passed++) {
      const item = this.#items.next()
      if (item instanceof Promise) return this.#orEnd(item.then((read) => this.#given(read) ?? this.#next()))
      const step = this.#given(item)
      if (step !== undefined) return step
    }
    return this.#orEnd(turn().then(() => this.#next())) // what is not handed over needs room, too, and takes time
  }

  /** What has been read; undefined for what is not to be handed over. */
  #given(item: Item | undefined): Step | undefined {
    if (item === undefined || this.#isEnded) return DONE
    if (!this.#host.taken(item)) return undefined
    const { index, value } = item
    this.#rate?.begun(performance.now())
    this.running.add(item)
    const isAsCounted = index === this.#sent++
    if (this.#sentOf !== undefined) return { done: false, value: this.#sentOf(item) }
    return { done: false, value: isAsCounted && !this.#isNumbered ? value : [index, value] }
  }

  #untilDue(): Promise<void> | undefined {
    const ms = this.#rate?.wait(performance.now()) ?? 0
    return ms > 0 ? sleep(ms) : undefined
  }

  /** An answer, but the end where that comes first: what is waited for may never come. */
  #orEnd(step: Promise<Step>): Promise<Step> {
    return new Promise((resolve, reject) => {
      this.#end = () => { resolve(DONE) }
      step.then(resolve, reject)
    })
  }

  async #return(): Promise<Step> {
    this.#isEnded = true
    await this.#items.leave()
    return DONE
  }
}
