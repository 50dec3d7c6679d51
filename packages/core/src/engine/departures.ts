// Which items leave next, and how many together: first those that are sent again, then new ones from the input.

import type { Backend } from '../backend.ts'
import type { BatchSize } from './batch-size.ts'
import type { Load } from './flight-run.ts'
import type { Spendable } from './gathering.ts'
import type { Input } from './input.ts'
import type { Resend } from './resend.ts'

// Bounds how long reading goes on before the first item starts, where slots have no bound.
const MOST_SLOTS = 1_024
// Where a message carries one item per slot, the items may be long, and those that compute wait for each other: they are to
// be spread over all workers, in so many messages for each at most.
const MESSAGES_PER_WORKER = 16

export class Departures {
  /** Items read so far: the index of the next. */
  read = 0
  readonly #input: Input
  readonly #resend: Resend
  readonly #size: BatchSize
  readonly #slotsPerWorker: number
  readonly #takesTypedArrays: boolean
  /** Slots are those of workers to which a message costs something, not of the event loop. */
  readonly #isApart: boolean

  constructor(input: Input, resend: Resend, size: BatchSize, { slotsPerWorker = Infinity, takesTypedArrays = false, messageMs = 0 }: Backend) {
    this.#input = input
    this.#resend = resend
    this.#size = size
    this.#slotsPerWorker = slotsPerWorker
    this.#takesTypedArrays = takesTypedArrays
    this.#isApart = slotsPerWorker < Infinity && messageMs > 0
  }

  /** The most slots that one load can use. Two loads share a worker, so that it has something to do while a message travels. */
  slots(most: number): number { return Math.min(most, this.#isBatched ? Math.ceil(this.#slotsPerWorker / 2) : this.#slotsPerWorker, MOST_SLOTS) }

  /** The slots that are worth a message, of as many as the run may have. */
  worthwhile(allSlots: number): number {
    return this.#isBatched ? Math.min(Math.ceil(Math.min(this.#slotsPerWorker, allSlots) / 2), this.#left ?? Infinity) : 1
  }

  get #isBatched(): boolean { return this.#isApart && !this.#size.isFixed && this.#size.current > 1 }
  /** Items of a list that have not been read. */
  get #left(): number | undefined { return this.#input.total === undefined ? undefined : this.#input.total - this.read }

  /**
   * The next items, or undefined where none are there now.
   * @param slots the slots that they will have
   * @param allSlots the slots of the run
   * @param room how many more items may be read
   * @param turn ends the reading early: items may take long to make
   */
  next(slots: number, allSlots: number, room: number, turn: Spendable): Load | undefined {
    const most = this.#size.items(slots, allSlots, this.#left)
    if (this.#resend.isReady) {
      const again = this.#resend.take(most)
      return { first: -1, indexes: again.map((i) => i.index), items: again.map((i) => i.item), attempts: again.map((i) => i.attempt) }
    }
    const items = this.#read(Math.min(most, room), turn)
    if (items.length === 0) return undefined
    const first = this.read
    this.read += items.length
    return { first, indexes: undefined, items, attempts: undefined }
  }

  /** A load as it is sent: in one message, or in several, which may go to several workers. */
  messages(load: Load): Load[] {
    const { attempts, first, indexes, items } = load
    const size = Math.ceil(this.#slotsPerWorker / MESSAGES_PER_WORKER)
    if (this.#size.current > 1 || items.length <= size) return [load]
    const loads: Load[] = []
    for (let at = 0; at < items.length; at += size) {
      const end = at + size
      loads.push({ first: first + at, indexes: indexes?.slice(at, end), items: items.slice(at, end), attempts: attempts?.slice(at, end) })
    }
    return loads
  }

  #read(most: number, turn: Spendable): unknown[] {
    const part = this.#input.readPart(most, this.#takesTypedArrays)
    if (part !== undefined) return part
    const items: unknown[] = []
    this.#input.read(most, items, turn)
    return items
  }
}
