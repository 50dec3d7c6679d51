// Hands the items out one by one, as the engine asks for them, and notes where each comes from. Written by hand: an
// async generator would await what it yields, and a failed item could not be told from a failed input.

import { BLANK, type Block } from './block.ts'
import type { Places } from './places.ts'

const EMPTY: Block = { length: 0, item: () => BLANK, place: () => '' }

type Step = IteratorResult<unknown, undefined>

/** The items of all blocks. A record that is no item comes as a promise that is rejected, which is that item's failure. */
export class Items implements AsyncIterableIterator<unknown, undefined> {
  /** Items handed out so far: the index of the next. */
  read = 0
  readonly #blocks: AsyncGenerator<Block, undefined>
  readonly #places: Places
  readonly #onLeave: () => void
  #block: Block = EMPTY
  #position = 0

  /** @param onLeave ends a read that is under way */
  constructor(blocks: AsyncGenerator<Block, undefined>, places: Places, onLeave: () => void) {
    this.#blocks = blocks
    this.#places = places
    this.#onLeave = onLeave
  }

  [Symbol.asyncIterator](): this { return this }

  next(): Promise<Step> {
    const step = this.#take()
    return step === undefined ? this.#nextBlock() : Promise.resolve(step)
  }

  async return(): Promise<Step> {
    this.#onLeave()
    await this.#blocks.return(undefined)
    return { done: true, value: undefined }
  }

  async #nextBlock(): Promise<Step> {
    for (;;) {
      const { done, value } = await this.#blocks.next()
      if (done) return { done, value }
      this.#block = value
      this.#position = 0
      const step = this.#take()
      if (step !== undefined) return step
    }
  }

  /** The next item of the block; undefined at its end. */
  #take(): Step | undefined {
    while (this.#position < this.#block.length) {
      const position = this.#position++
      const value = itemOf(this.#block, position)
      if (value === BLANK) continue
      this.#places.set(this.read++, this.#block.place(position))
      return { done: false, value }
    }
    this.#block = EMPTY // what has been handed out need not be kept
    return undefined
  }
}

function itemOf(block: Block, position: number): unknown {
  try {
    return block.item(position)
  } catch (error) {
    const failure = Promise.reject(error)
    failure.catch(() => undefined) // nobody may ask for it any more
    return failure
  }
}
