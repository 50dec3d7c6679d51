// The kit's end: makes items that end when it says so, and knows which of them have started, where, and how many run at
// once. So the rules see order and bounds without a look at a clock.

import { Switchboard } from './switchboard.ts'
import type { Order, SteeredItem, Told } from './steering.ts'

/** One start of an item, as the item told it. */
export interface Start {
  readonly key: number
  readonly index: number
  readonly attempt: number
  readonly worker: string
}

/** Looks again when something has happened. */
interface Waiting {
  readonly holds: () => boolean
  readonly resolve: () => void
}

// Above all keys that rules choose themselves.
const FIRST_FREE_KEY = 1_000_000

export class Control {
  /** Every start, retries included, in the order in which they were told. */
  readonly starts: Start[] = []
  /** The keys of items whose signal was aborted, in that order, with the reason as text. */
  readonly aborts: { readonly key: number; readonly reason: string }[] = []
  /** Items that have started and have not been told to end: never more than really run. */
  running = 0
  /** The most that ever ran at once. */
  most = 0
  readonly #board: Switchboard
  readonly #orders = new Map<number, (order: Order) => void>()
  readonly #planned = new Map<number, Order[]>()
  #rest: ((key: number) => Order) | undefined
  #waiting: Waiting[] = []
  #nextKey = FIRST_FREE_KEY

  constructor(isShared: boolean) {
    this.#board = new Switchboard(isShared, (told, order) => { this.#hear(told, order) })
  }

  /** Resolves when items can be made. */
  open(): Promise<void> { return this.#board.open() }
  close(): Promise<void> { return this.#board.close() }

  /** A key that no other item has. */
  nextKey(): number { return this.#nextKey++ }

  /** An item. `heeds`: whether it ends when its signal is aborted; default true. */
  item(key: number, { heeds = true }: { readonly heeds?: boolean } = {}): SteeredItem { return { key, control: this.#board.address, heeds } }

  /** This many items; keys must be distinct in a trial. @param first the first key, default 0 */
  items(count: number, first = 0, options?: { readonly heeds?: boolean }): SteeredItem[] { return Array.from({ length: count }, (_, place) => this.item(first + place, options)) }

  /** The keys of all starts. */
  get keys(): number[] { return this.starts.map(({ key }) => key) }
  /** The keys of the items that wait for their order. */
  get current(): number[] { return [...this.#orders.keys()] }

  /** Resolves when there have been this many starts. */
  started(count: number): Promise<void> { return this.#when(() => this.starts.length >= count) }
  /** Resolves when this item has started, for the given time. */
  begun(key: number, attempt = 1): Promise<void> { return this.#when(() => this.starts.some((start) => start.key === key && start.attempt === attempt)) }
  /** Resolves when this item's signal has been aborted. */
  aborted(key: number): Promise<void> { return this.#when(() => this.aborts.some((one) => one.key === key)) }

  /** Ends an item with a value, default its key; one that has not started yet, once it does. */
  finish(key: number, value: unknown = key): void { this.order(key, { end: 'return', value }) }
  /** Ends an item with a throw of an Error. */
  fail(key: number, message = `item ${key} failed`): void { this.order(key, { end: 'throw', message }) }

  /** Ends an item; one that does not run, the next time it starts. */
  order(key: number, order: Order): void {
    const give = this.#orders.get(key)
    if (give === undefined) {
      this.#planned.set(key, [...(this.#planned.get(key) ?? []), order])
      return
    }
    this.#orders.delete(key)
    if (order.end !== 'block') this.running--
    give(order)
  }

  /** From now on all items end at once, also those that run; default: with their keys. */
  finishRest(rest: (key: number) => Order = (key) => ({ end: 'return', value: key })): void {
    this.#rest = rest
    for (const key of this.current) this.order(key, rest(key))
  }

  /** What was seen, for a reader who wonders what hangs. */
  report(): string {
    const started = this.starts.map(({ key, attempt, worker }) => `${key}${attempt > 1 ? ` (attempt ${attempt})` : ''} in ${worker}`)
    return `started: ${started.join(', ') || 'nothing'}; told to end: all but ${this.current.join(', ') || 'none'}; signals aborted: ${this.aborts.map(({ key }) => key).join(', ') || 'none'}`
  }

  #hear(told: Told, give: (order: Order) => void): void {
    const { key } = told
    if (told.is === 'aborted') this.aborts.push({ key, reason: told.reason })
    else if (told.is === 'ended') this.#ended(key, give)
    else {
      this.starts.push({ key, index: told.index, attempt: told.attempt, worker: told.worker })
      this.most = Math.max(this.most, ++this.running)
      this.#orders.set(key, give)
      const planned = this.#planned.get(key)?.shift() ?? this.#rest?.(key)
      if (planned !== undefined) this.order(key, planned)
    }
    this.#changed()
  }

  /** An item that was not told to has ended all the same: its signal was aborted, or its worker died. */
  #ended(key: number, give: (order: Order) => void): void {
    if (this.#orders.get(key) !== give) return
    this.#orders.delete(key)
    this.running--
  }

  #when(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ holds, resolve })
      this.#changed()
    })
  }

  #changed(): void {
    const waiting = this.#waiting
    this.#waiting = waiting.filter(({ holds }) => !holds())
    for (const { holds, resolve } of waiting) if (holds()) resolve()
  }
}
