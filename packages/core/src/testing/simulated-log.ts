// What happened in a simulation beside what was meant to: the deaths of its workers with all that they held, and the
// faults. What a test compares results with.

import type { WorkerExit } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { FaultName } from './faults.ts'
import type { ItemState, Parcel, SimulatedItem } from './parcel.ts'

/** Why a worker died: a fault, a task that called `crash()`, an item that did not stop, `terminate()`. */
export type DeathCause = Extract<FaultName, 'crashBefore' | 'crashWhile' | 'loseOutcome' | 'crashAfter' | 'failStart'> | 'crash' | 'kill' | 'terminate'

/** A worker died. The lists hold the items of its unfinished batches, each in one of them. */
export interface SimulatedDeath {
  readonly what: 'died'
  /** Milliseconds of the clock. */
  readonly at: number
  readonly worker: string
  readonly why: DeathCause
  readonly exit: WorkerExit
  /** Running: these are lost. */
  readonly running: readonly SimulatedItem[]
  /** Ended, but not told: these are lost, too. */
  readonly untold: readonly SimulatedItem[]
  /** Timed out, which had been told, and still running. */
  readonly hanging: readonly SimulatedItem[]
  /** Not started: these move on to another worker. */
  readonly unstarted: readonly SimulatedItem[]
  /** Ended and told, or taken back: these outcomes stand. */
  readonly told: readonly SimulatedItem[]
}

/** The faults that are no deaths. */
export type ItemFault = Extract<FaultName, 'throw' | 'repeatOutcome' | 'lateCancel'>

/** Something that happened. */
export type SimulatedEvent =
  | { readonly what: 'started' | 'closed'; readonly at: number; readonly worker: string }
  | SimulatedDeath
  | (SimulatedItem & { readonly what: 'fault'; readonly at: number; readonly worker: string; readonly fault: ItemFault })

export class SimulationLog {
  readonly events: SimulatedEvent[] = []
  readonly #clock: Clock

  constructor(clock: Clock) { this.#clock = clock }

  worker(what: 'started' | 'closed', worker: string): void { this.events.push({ what, at: this.#clock.now(), worker }) }

  fault(worker: string, fault: ItemFault, parcel: Parcel, position: number): void {
    this.events.push({ what: 'fault', at: this.#clock.now(), worker, fault, ...parcel.itemAt(position) })
  }

  death(why: DeathCause, exit: WorkerExit, parcels: Iterable<Parcel>): void {
    const lists: Record<ItemState, SimulatedItem[]> = { running: [], ended: [], hanging: [], waiting: [], told: [] }
    for (const parcel of parcels) for (const [position, state] of parcel.states.entries()) lists[state].push(parcel.itemAt(position))
    const { running, ended: untold, hanging, waiting: unstarted, told } = lists
    this.events.push({ what: 'died', at: this.#clock.now(), worker: exit.worker, why, exit, running, untold, hanging, unstarted, told })
  }
}
