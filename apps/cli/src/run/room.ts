// Whether there is room for what another item gives: it may have to wait for its turn, and for a slow reader.

import type { Items } from '../input/items.ts'
import type { ResultSink } from '../output/results.ts'
import type { Sequence } from './sequence.ts'

// As many as the engine reads ahead at most, so that batches of tiny items are not cut short by it.
const MOST_HELD = 65_536
const MOST_HELD_LENGTH = 64 * 2 ** 20

/** Where what items give has to pass. */
export interface RoomSetup {
  readonly items: Pick<Items, 'read'>
  readonly sequence: Pick<Sequence<never>, 'next' | 'heldLength'> | undefined
  /** What is written to. */
  readonly outs: readonly Pick<ResultSink<never>, 'isFull' | 'drained'>[]
}

/** Lets items in as long as there is room. */
export class Room {
  readonly #setup: RoomSetup
  #look: (() => void) | undefined

  constructor(setup: RoomSetup) { this.#setup = setup }

  /** Undefined where there is room; else resolves when it is worth another look. */
  wait(): Promise<void> | undefined {
    const { items, sequence, outs } = this.#setup
    const isHeld = sequence !== undefined && (items.read - sequence.next >= MOST_HELD || sequence.heldLength >= MOST_HELD_LENGTH)
    const full = outs.find(({ isFull }) => isFull)
    if (!isHeld && full === undefined) return undefined
    return new Promise((resolve) => {
      this.#look = resolve
      void full?.drained().then(resolve)
    })
  }

  /** Something has changed. */
  lookAgain(): void {
    const look = this.#look
    if (look === undefined) return
    this.#look = undefined
    look()
  }
}
