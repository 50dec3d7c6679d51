// What comes back from the flights of a run: decides whether an item is tried again or has had its outcome, and sees to
// it that what comes too late is dropped. Runs the user's functions in the caller's async context.

import type { InContext } from '../async-context.ts'
import type { WorkerExit } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { taskFailed, timedOut, unserializable, workerLost, type TaskError } from '../errors.ts'
import type { AnyTask, AnyTaskFunction } from '../task.ts'
import type { Attempts } from './attempts.ts'
import type { Flight } from './flight.ts'
import type { FlightRun } from './flight-run.ts'
import type { NestingWatch } from './nesting-watch.ts'
import type { Outcomes } from './outcomes.ts'

const MOST_IDLE_EXITS = 100
// For a backend that tells the same end again and again. A worker may have many batches of one item each.
const MOST_LOST_BATCHES = 10_000

/** The run that the flights belong to. */
export interface ArrivalsHost {
  readonly priority: number
  readonly task: AnyTask | AnyTaskFunction
  readonly timeout: number | undefined
  /** The last index whose outcome is wanted: -1 when the run is over. */
  readonly cutAt: number
  /** Slots that its flights hold. */
  used: number
  /** Items that have had their outcome. */
  readonly ended: number
  /** The most items that it runs at once now. */
  readonly concurrency: number
  /** An item has had its outcome. */
  itemEnded(flight: Flight): void
  wake(): void
  landed(flight: Flight): void
  /** A flight is about to land. */
  ending(flight: Flight): void
  /** Ends the run now, in every error mode. */
  end(error: unknown): void
}

export class Arrivals implements FlightRun<Flight> {
  readonly task: AnyTask | AnyTaskFunction
  readonly timeout: number | undefined
  readonly isTimed: boolean
  readonly priority: number
  readonly watch: NestingWatch | undefined
  readonly #host: ArrivalsHost
  readonly #outcomes: Outcomes
  readonly #attempts: Attempts
  readonly #inContext: InContext
  readonly #clock: Clock
  /** Ends of workers since an item last ended, the batches that went with them, and how many had ended then. */
  readonly #idleExits = new Set<WorkerExit>()
  readonly #lostBatches = new Set<number>()
  #endedThen = 0

  constructor(host: ArrivalsHost, outcomes: Outcomes, attempts: Attempts, inContext: InContext, clock: Clock, watch: NestingWatch | undefined) {
    this.task = host.task
    this.timeout = host.timeout
    this.isTimed = outcomes.isTold
    this.priority = host.priority
    this.watch = watch
    this.#host = host
    this.#outcomes = outcomes
    this.#attempts = attempts
    this.#inContext = inContext
    this.#clock = clock
  }

  fulfilled(flight: Flight, index: number, value: unknown, ms: number): void {
    if (index > this.#host.cutAt) return this.wake() // nobody wants it, but its slot is free
    if (this.isTimed) this.#tell(flight, index, value, ms)
    else this.#outcomes.fulfilled(index, value)
    this.#host.itemEnded(flight)
  }

  fulfilledAll(flight: Flight, first: number, values: ArrayLike<unknown>, count: number): void {
    this.#outcomes.fulfilledAll(first, values, count)
    this.#host.itemEnded(flight)
  }

  isWanted(index: number): boolean { return index <= this.#host.cutAt }

  #tell(flight: Flight, index: number, value: unknown, ms: number): void {
    const outcomes = this.#outcomes
    if (outcomes.isHeard) this.#inContext(outcomes.fulfilledTold, outcomes, index, flight.attemptOf(index), ms, flight.worker, value)
    else outcomes.fulfilledTold(index, flight.attemptOf(index), ms, flight.worker, value)
  }

  rejected(flight: Flight, index: number, attempts: number, item: unknown, error: unknown, ms: number): void {
    this.#failed(flight, taskFailed(error, { index, attempts, worker: flight.worker }), item, ms)
  }

  timedOut(flight: Flight, index: number, attempts: number, item: unknown, ms: number): void {
    this.#failed(flight, timedOut(this.timeout!, { index, attempts, worker: flight.worker }), item, ms)
  }

  unserializable(flight: Flight, index: number, attempts: number, path: string, error: unknown): void {
    this.#failed(flight, unserializable(path, error, { index, attempts, worker: flight.worker }), undefined, 0)
  }

  lost(flight: Flight, index: number, attempts: number, item: unknown, started: boolean | 'unknown', exit: WorkerExit | undefined): void {
    const host = this.#host
    if (index > host.cutAt) return this.wake()
    if (started === false && this.#mayMoveOn(flight, exit) && this.#attempts.resend(index, attempts, item)) return
    if (started !== false && this.#attempts.rerun(index, attempts, item)) return
    const failure = { index, attempts, worker: exit?.worker ?? flight.worker }
    this.#failed(flight, workerLost(started === true ? true : 'unknown', exit, failure), item, this.isTimed ? this.#clock.now() - flight.sentAt : 0)
  }

  /** Whether unstarted items of a lost worker go to another: not without end where worker after worker ends before it has begun. */
  #mayMoveOn(flight: Flight, exit: WorkerExit | undefined): boolean {
    if (exit === undefined) return true // recalled
    if (this.#host.ended > this.#endedThen) {
      this.#idleExits.clear()
      this.#lostBatches.clear()
    }
    this.#endedThen = this.#host.ended
    this.#idleExits.add(exit)
    this.#lostBatches.add(flight.id)
    return this.#idleExits.size <= MOST_IDLE_EXITS && this.#lostBatches.size <= MOST_LOST_BATCHES
  }

  unusable(error: unknown): void { this.#host.end(error) }
  get isSpreadable(): boolean { return this.#host.used < this.#host.concurrency }
  slotFreed(): void { this.#host.used-- }
  slotTaken(flight: Flight): void {
    this.#host.used++
    flight.sentAt = this.#clock.now() // from here on it is measured
  }

  ending(flight: Flight): void { this.#host.ending(flight) }
  wake(): void { this.#host.wake() }
  landed(flight: Flight): void { this.#host.landed(flight) }

  #failed(flight: Flight, error: TaskError, item: unknown, ms: number): void {
    const host = this.#host
    const { index, attempts, worker, code } = error
    if (index > host.cutAt) return this.wake()
    this.#inContext(() => {
      try {
        if (code !== 'PARMAP_UNSERIALIZABLE' && this.#attempts.retry(item, error)) return
      } catch (thrown) {
        return host.end(thrown)
      }
      if (index > host.cutAt) return // ended by the user's function
      this.#outcomes.rejected({ index, attempts, ms, worker }, error)
      host.itemEnded(flight)
    }, undefined)
  }
}
