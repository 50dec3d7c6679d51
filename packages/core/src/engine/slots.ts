// The executor's slots: how many there are, how many are in use, and those of items that should have stopped. A slot
// whose item does not stop is given up after a grace; the item then counts as detached, apart from running.

import type { Backend } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { MOST_WORK_MS } from './batch-size.ts'
import type { Lender } from './loan.ts'

/** What holds slots: a flight. */
export interface Holder {
  /** Items whose slot has not been given back. */
  readonly open: number
  /** Slots that it holds. */
  readonly held: number
  /** The slot that a nested run has borrowed for it. */
  readonly borrowed: Lender | undefined
  /** The priority of its run. */
  readonly priority: number
  /** When it was sent, where it has more items than slots. */
  readonly sentAt: number
  /** Whether its unstarted items would get slots elsewhere. */
  readonly isSpreadable: boolean
  /** Whether an item that was to stop still runs in its slot. */
  isHanging(index: number): boolean
  /** Gives the slot of an item back although it still runs. */
  detach(index: number): void
  /** Takes up to `count` items back that have not started; false where that cannot be or has just been tried. */
  recall(count: number): boolean
}

/** Who gives the slots away. An object, not functions of one executor: compiled code that calls those is lost with it. */
export interface SlotsHost {
  /** A slot has become free, or a detached item has ended. */
  slotFreed(): void
  /** Items have been given up. */
  itemsStuck(): void
}

export interface SlotsOptions {
  readonly backend: Backend
  readonly clock: Clock
  /** Milliseconds from the signal to giving up the slot. */
  readonly killGrace: number
  readonly host: SlotsHost
}

export class Slots {
  concurrency: number
  used = 0
  /** How often a slot has become free. */
  freed = 0
  detached = 0
  readonly backend: Backend
  readonly #options: SlotsOptions
  readonly #host: SlotsHost
  /** Holders with fewer slots than items: their unstarted items could run elsewhere. */
  readonly #deep = new Set<Holder>()
  /** Items past their grace for which there is no room among the detached. */
  readonly #stuck = new Map<Holder, Set<number>>()
  #stuckCount = 0

  constructor(options: SlotsOptions) {
    this.#options = options
    this.#host = options.host
    this.backend = options.backend
    this.concurrency = options.backend.concurrency
  }

  /** Whether flights are out with items that wait for a slot of their own. */
  get hasDeep(): boolean { return this.#deep.size > 0 }

  /** Slots in use, but for those of items that have had their outcome, did not stop in time, and cannot be detached. */
  get active(): number { return this.used - this.#stuckCount }

  get free(): number { return this.concurrency - this.used }

  /** A flight is about to leave. */
  take(flight: Holder): void {
    if (flight.borrowed === undefined) this.used += flight.held
    if (flight.open > flight.held) this.#deep.add(flight)
  }

  /** Nothing of a flight runs any more. */
  hasLanded(flight: Holder): void { this.#deep.delete(flight) }

  /** One slot of a flight is free: its item has ended, or runs on detached. */
  giveBack({ borrowed }: Holder): void {
    this.freed++
    if (borrowed === undefined) this.used--
    else borrowed.takeBack()
    this.#host.slotFreed()
  }

  /** Slots would stay idle: takes unstarted items back from the flight that has most of them. */
  recall(): void {
    let deepest: Holder | undefined
    for (const flight of this.#deep) {
      if (flight.open <= flight.held) this.#deep.delete(flight) // all that has not ended has started, or will now
      else if (flight.isSpreadable && (deepest === undefined || flight.open - flight.held > deepest.open - deepest.held)) deepest = flight
    }
    if (deepest === undefined) return
    const waiting = deepest.open - deepest.held
    deepest.recall(Math.ceil((waiting * this.free) / (this.free + deepest.held)))
  }

  /**
   * All slots are in use, and a run waits: it is to have the next, so the items that wait behind those of lower
   * priority are taken back; among equals, if the run has none at all, those of a batch that takes longer than batches
   * should. True when there are equals that have not taken that long yet.
   */
  yieldTo(priority: number, isIdle: boolean): boolean {
    let isEarly = false
    for (const flight of this.#deep) {
      if (flight.borrowed !== undefined || flight.open <= flight.held || flight.priority > priority) continue // a borrowed slot is nobody else's
      if (flight.priority === priority && !isIdle) continue
      if (flight.priority < priority || this.#options.clock.now() - flight.sentAt >= MOST_WORK_MS) flight.recall(Infinity)
      else isEarly = true
    }
    return isEarly
  }

  setConcurrency(slots: number): void {
    this.concurrency = slots
    this.#detachStuck()
    if (this.free < 0) for (const flight of this.#deep) if (flight.held === 0) flight.recall(Infinity) // what waits for a slot is to find one no more
  }

  /** These items have been told to stop. */
  expectStop(flight: Holder, indexes: readonly number[]): void {
    if (this.backend.capabilities.kill) return // it ends by force what does not stop by itself
    this.#options.clock.setTimeout(() => { this.#giveUp(flight, indexes) }, this.#options.killGrace)
  }

  /** An item that was to stop has done so. */
  hasStopped(flight: Holder, index: number, wasDetached: boolean): void {
    if (wasDetached) {
      this.detached--
      this.#detachStuck()
      this.#host.slotFreed()
      return
    }
    const stuck = this.#stuck.get(flight)
    if (stuck?.delete(index) !== true) return
    this.#stuckCount--
    if (stuck.size === 0) this.#stuck.delete(flight)
  }

  /** The grace is over. At most `concurrency` items are detached; the others keep their slots until one of those ends. */
  #giveUp(flight: Holder, indexes: readonly number[]): void {
    const stuck = this.#stuck.get(flight) ?? new Set()
    for (const index of indexes) {
      if (!flight.isHanging(index) || stuck.has(index)) continue
      stuck.add(index)
      this.#stuckCount++
    }
    if (stuck.size === 0) return
    this.#stuck.set(flight, stuck)
    this.#detachStuck()
    this.#host.itemsStuck()
  }

  #detachStuck(): void {
    for (const [flight, stuck] of this.#stuck) {
      for (const index of stuck) {
        if (this.detached >= this.concurrency) return
        stuck.delete(index)
        this.#stuckCount--
        this.detached++
        flight.detach(index)
      }
      this.#stuck.delete(flight)
    }
  }
}
