// Items that have been read and cannot be handed out yet: those that are promises, and what was read behind them, since
// a later item must not overtake.

import { isThenable } from '../thenable.ts'

/** `value` is the item, or what its promise was rejected with. */
interface Awaited {
  state: 'pending' | 'ready' | 'rejected'
  value: unknown
}

/** An error; an object, because anything can be thrown. */
export interface InputFailure { readonly error: unknown }

export class Ahead {
  readonly #items: Awaited[] = []
  readonly #onChange: () => void

  /** @param onChange called when the first item has come */
  constructor(onChange: () => void) { this.#onChange = onChange }

  get length(): number { return this.#items.length }
  /** Whether the first item has not come yet. */
  get isPending(): boolean { return this.#items[0]?.state === 'pending' }

  /** Adds an item that is no promise behind the others. */
  push(value: unknown): void { this.#items.push({ state: 'ready', value }) }

  /** Adds an item that is a promise; false when it is none, then it is not added. */
  await(value: unknown): boolean {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
    const item: Awaited = { state: 'pending', value: undefined }
    const settle = (state: 'ready' | 'rejected', settled: unknown): void => {
      item.state = state
      item.value = settled
      if (this.#items[0] === item) this.#onChange()
    }
    try {
      if (!isThenable(value)) return false
      void new Promise((resolve) => { resolve(value) }).then((v) => { settle('ready', v) }, (e: unknown) => { settle('rejected', e) })
    } catch (error) {
      item.state = 'rejected' // its `then` is a getter that throws: that is this item's failure, not the input's
      item.value = error
    }
    this.#items.push(item)
    return true
  }

  /** Moves items to `into` until that has `most`, as far as they have come. */
  take(most: number, into: unknown[]): void {
    let count = 0
    while (into.length < most && this.#items[count]?.state === 'ready') into.push(this.#items[count++]!.value)
    this.#items.splice(0, count) // at once: taking them from the front one by one moves all others each time
  }

  /** The rejection of the first item's promise, if that is what it came to. */
  takeRejected(): InputFailure | undefined {
    if (this.#items[0]?.state !== 'rejected') return undefined
    return { error: this.#items.shift()!.value }
  }

  /** Forgets all items; nobody is told of those that come later. */
  clear(): void { this.#items.length = 0 }
}
