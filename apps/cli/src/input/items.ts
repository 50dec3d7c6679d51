// Hands the items out one by one, as they are asked for. Those of a block that has been read are there at once: a promise
// for each would cost more than reading it does.

import { isItemError } from '../errors.ts'
import { BLANK, type Block } from './block.ts'
import type { Item } from './item.ts'

const EMPTY: Block = { length: 0, value: () => BLANK, raw: () => '', place: () => '' }

/** The items of all blocks. */
export class Items {
  /** Items handed out so far: the index of the next. */
  read = 0
  readonly #blocks: AsyncGenerator<Block, undefined>
  readonly #onLeave: () => void
  readonly #limit: number
  #block: Block = EMPTY
  #position = 0

  /**
   * @param onLeave ends a read that is under way
   * @param limit the most items
   */
  constructor(blocks: AsyncGenerator<Block, undefined>, onLeave: () => void, limit: number = Infinity) {
    this.#blocks = blocks
    this.#onLeave = onLeave
    this.#limit = limit
  }

  /** The next item, undefined at the end; a promise where it has to be read first. Not to be called while one is pending. */
  next(): Item | undefined | Promise<Item | undefined> {
    return this.read >= this.#limit ? undefined : (this.#take() ?? this.#nextBlock())
  }

  /** Nobody wants the rest. */
  async leave(): Promise<void> {
    this.#onLeave()
    await this.#blocks.return(undefined)
  }

  async #nextBlock(): Promise<Item | undefined> {
    for (;;) {
      const { done, value } = await this.#blocks.next()
      if (done) return undefined
      this.#block = value
      this.#position = 0
      const item = this.#take()
      if (item !== undefined) return item
    }
  }

  /** The next item of the block; undefined at its end. */
  #take(): Item | undefined {
    const block = this.#block
    while (this.#position < block.length) {
      const position = this.#position++
      try {
        const value = block.value(position)
        if (value !== BLANK) return { index: this.read++, value, failure: undefined, block, position }
      } catch (error) {
        if (!isItemError(error)) throw error
        return { index: this.read++, value: undefined, failure: error, block, position }
      }
    }
    this.#block = EMPTY // what has been handed out need not be kept
    return undefined
  }
}
