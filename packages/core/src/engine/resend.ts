// Items of a run that are to be sent again: retries, first those that still wait for their delay (which holds their
// place in the run, but no slot), and items that came back from a batch unstarted.

import type { Clock } from '../clock.ts'
import type { Load } from './flight-run.ts'

/** An item on its way back. `isAlone`: its last worker died with it, so it travels without company. */
export interface Resent {
  readonly index: number
  readonly item: unknown
  readonly attempt: number
  readonly isAlone: boolean
}

export class Resend {
  /** The last index that is still wanted. */
  lastIndex: number = Infinity
  readonly #clock: Clock
  readonly #onReady: () => void
  #ready: Resent[] = []
  #delayed: Map<Resent, unknown> | undefined = undefined

  constructor(clock: Clock, onReady: () => void) {
    this.#clock = clock
    this.#onReady = onReady
  }

  get isReady(): boolean { return this.#ready.length > 0 }
  get size(): number { return this.#ready.length + (this.#delayed?.size ?? 0) }

  /** Queues an item, after a delay in milliseconds. */
  add(resent: Resent, delay = 0): void {
    if (delay > 0) {
      const timer = this.#clock.setTimeout(() => {
        this.#delayed!.delete(resent)
        this.#insert(resent)
        this.#onReady()
      }, delay)
      this.#delayed ??= new Map()
      this.#delayed.set(resent, timer)
    } else {
      this.#insert(resent)
      this.#onReady()
    }
  }

  /** Queues items that have been read, and could not be sent. */
  keep({ first, indexes, items, attempts }: Load): void {
    for (const [n, item] of items.entries()) this.add({ index: indexes?.[n] ?? first + n, item, attempt: attempts?.[n] ?? 1, isAlone: false })
  }

  /** Takes the next items, at most this many, one alone where it must be. */
  take(most: number): Resent[] {
    const next = this.#ready[0]
    if (next === undefined) return []
    let count = 1
    while (!next.isAlone && count < most && this.#ready[count]?.isAlone === false) count++
    return this.#ready.splice(0, count)
  }

  /** Forgets the items after this index: they are not wanted any more. */
  drop(lastIndex: number): void {
    this.lastIndex = lastIndex
    this.#ready = this.#ready.filter(({ index }) => index <= lastIndex)
    for (const [resent, timer] of this.#delayed ?? []) {
      if (resent.index <= lastIndex) continue
      this.#clock.clearTimeout(timer)
      this.#delayed!.delete(resent)
    }
  }

  /** Keeps input order: what was read first is handed out first, also the second time. */
  #insert(resent: Resent): void {
    let at = this.#ready.length
    while (at > 0 && this.#ready[at - 1]!.index > resent.index) at--
    if (at === this.#ready.length) this.#ready.push(resent)
    else this.#ready.splice(at, 0, resent)
  }
}
