// The executor's slots: how many there are, how many are in use, and those of items that should have stopped. A slot
// whose item does not stop is given up after a grace; the item then counts as detached, apart from running.

import type { Backend } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { isMovedItem } from '../move.ts'
import type { Flight } from './flight.ts'
import type { Lender } from './nesting.ts'

export interface SlotsOptions {
  readonly backend: Backend
  readonly clock: Clock
  /** Milliseconds from the signal to giving up the slot. */
  readonly killGrace: number
  /** A slot has become free, or a detached item has ended. */
  readonly onFree: () => void
}

export class Slots {
  concurrency: number
  used = 0
  detached = 0
  /** Flights that hold fewer slots than they have items: their unstarted items could run elsewhere. */
  readonly deep: Set<Flight> = new Set()
  readonly #options: SlotsOptions
  /** Items past their grace for which there is no room among the detached. */
  readonly #stuck = new Map<Flight, Set<number>>()

  constructor(options: SlotsOptions) {
    this.#options = options
    this.concurrency = options.backend.concurrency
  }

  get free(): number { return this.concurrency - this.used }

  /** A flight is about to leave. */
  take(flight: Flight): void {
    if (flight.borrowed !== undefined) flight.borrowed.isLent = true
    else this.used += flight.held
    if (flight.open > flight.held) this.deep.add(flight)
  }

  /** One slot of a flight is free: its item has ended, or runs on detached. */
  giveBack(flight: Flight, lender: Lender | undefined): void {
    const { borrowed } = flight
    if (borrowed !== undefined) {
      borrowed.isLent = false
      if (borrowed.isOver) this.used-- // the parent kept the slot for the nested item
    } else if (lender?.isLent !== true) {
      this.used--
    }
    this.#options.onFree()
  }

  /** Takes items back that have not started. Moved ones stay: where they were transferred, they are no longer here. */
  takeBack(flight: Flight, indexes: readonly number[]): void {
    const { backend } = this.#options
    if (indexes.length === 0 || (backend.capabilities.transfer && flight.items.some(isMovedItem))) return
    backend.cancel(flight.id, indexes, undefined)
  }

  /** These items have been told to stop. */
  expectStop(flight: Flight, indexes: readonly number[]): void {
    if (this.#options.backend.capabilities.kill) return // it ends by force what does not stop by itself
    this.#options.clock.setTimeout(() => { this.#giveUp(flight, indexes) }, this.#options.killGrace)
  }

  /** An item that was to stop has done so. */
  hasStopped(flight: Flight, index: number, wasDetached: boolean): void {
    if (wasDetached) {
      this.detached--
      this.#detachStuck()
      this.#options.onFree()
      return
    }
    const stuck = this.#stuck.get(flight)
    if (stuck?.delete(index) === true && stuck.size === 0) this.#stuck.delete(flight)
  }

  /** The grace is over. At most `concurrency` items are detached; the others keep their slots until one of those ends. */
  #giveUp(flight: Flight, indexes: readonly number[]): void {
    const stuck = this.#stuck.get(flight) ?? new Set()
    for (const index of indexes) if (flight.isHanging(index)) stuck.add(index)
    if (stuck.size === 0) return
    this.#stuck.set(flight, stuck)
    this.#detachStuck()
  }

  #detachStuck(): void {
    for (const [flight, stuck] of this.#stuck) {
      for (const index of stuck) {
        if (this.detached >= this.concurrency) return
        stuck.delete(index)
        this.detached++
        flight.detach(index)
      }
      this.#stuck.delete(flight)
    }
  }
}
