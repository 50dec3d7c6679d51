// A batch on its way to a simulated worker and in it, with what is known of each item there and here. Knows no time.

import type { Sink } from '../backend.ts'
import { indexAt, positionOf, type Batch } from '../batch.ts'
import type { AnyTask, AnyTaskFunction } from '../task.ts'
import type { Plan } from './faults.ts'

/** One sending of an item. */
export interface SimulatedItem {
  /** The batch that it travelled in. */
  readonly batch: number
  /** Place in the input, from 0; 0 for `submit`. */
  readonly index: number
  readonly attempt: number
  /** The item as the caller gave it. */
  readonly item: unknown
}

/** How far an item is, as only its worker knows. */
export type ItemState = 'waiting' | 'running' | 'ended' | 'hanging' | 'told'

export class Parcel implements Batch {
  readonly id: number
  /** What the worker calls: not the caller's own function, but one that the simulation has part in. */
  task: AnyTask | AnyTaskFunction
  readonly first: number
  readonly indexes: readonly number[] | undefined
  readonly items: readonly unknown[]
  readonly attempts: readonly number[] | undefined
  readonly slots: number
  readonly timeout: number | undefined
  readonly timed: boolean
  readonly after: number | undefined
  follow: Batch['follow'] = undefined
  readonly origin: Batch
  readonly sink: Sink
  readonly plans: readonly Plan[]
  /** The items as the caller gave them: the engine's own list forgets what has ended. */
  readonly given: readonly unknown[]
  readonly states: ItemState[]
  readonly startedAt: number[]
  /** What its parent knows to have ended. */
  readonly #isAnswered: boolean[]
  /** Items whose end its parent does not know. */
  open: number
  /** Whether its worker has begun to run it. */
  hasBegun = false

  constructor(origin: Batch, sink: Sink, items: readonly unknown[], plans: readonly Plan[]) {
    this.id = origin.id
    this.task = origin.task
    this.first = origin.first
    this.indexes = origin.indexes
    this.items = items
    this.attempts = origin.attempts
    this.slots = origin.slots
    this.timeout = origin.timeout
    this.timed = origin.timed
    this.after = origin.after
    this.origin = origin
    this.sink = sink
    this.plans = plans
    this.given = [...origin.items]
    this.states = items.map(() => 'waiting')
    this.startedAt = items.map(() => 0)
    this.#isAnswered = items.map(() => false)
    this.open = items.length
  }

  /** The engine looks here for whose task is being called, where both share the event loop. */
  get calling(): number { return this.origin.calling }
  set calling(index: number) { this.origin.calling = index }

  /** Slots that it may use. */
  get used(): number { return Math.min(this.slots, this.open) }

  isOpen(position: number): boolean { return this.#isAnswered[position] === false }

  /** Its parent learns that an item has ended; false when it knew. */
  close(position: number): boolean {
    if (!this.isOpen(position)) return false
    this.#isAnswered[position] = true
    this.open--
    return true
  }

  /** The places of the items whose end its parent does not know. */
  get openPositions(): number[] { return [...this.items.keys()].filter((position) => this.isOpen(position)) }

  indexAt(position: number): number { return indexAt(this, position) }
  positionOf(index: number): number { return positionOf(this, index) }

  /** An item for the log. */
  itemAt(position: number): SimulatedItem {
    return { batch: this.id, index: this.indexAt(position), attempt: this.attempts?.[position] ?? 1, item: this.given[position] }
  }
}
