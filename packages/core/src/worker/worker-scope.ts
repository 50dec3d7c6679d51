// What one worker has, whatever batches it runs: loaded tasks, free slots, deadlines, its share of the event loop.

import { systemClock, type Clock } from '../clock.ts'
import { Deadlines } from './deadlines.ts'
import { Slot } from './slot.ts'
import { TaskCache } from './task-cache.ts'
import { Turn } from './turn.ts'

/** Asks for leave to start one item; calls back when it is given. `signal` withdraws the question. */
export type Gate = (open: () => void, signal: AbortSignal) => void

export interface WorkerScopeOptions {
  /** The worker's name, which tasks and outcomes show: `main`, `thread-3`, `process-4711`. */
  readonly worker: string
  readonly clock?: Clock | undefined
  /** Where every start must pass, e.g. a rate limit; default: none. */
  readonly gate?: Gate | undefined
}

/** A batch of which items run or wait. */
export interface RunningBatch {
  /** Lets another begin when all of its items have ended. */
  thenBegin(other: { begin(): void }): void
  cancel(indexes: readonly number[], reason: unknown): void
}

// Lengths of timeout that may be known before it is looked which are still in use.
const FIRST_LENGTHS = 16

// Enough for any usual concurrency; a run of a million at once does not keep its slots for ever.
const MOST_SPARE_SLOTS = 4_096

export class WorkerScope {
  readonly worker: string
  readonly clock: Clock
  readonly gate: Gate | undefined
  readonly tasks: TaskCache = new TaskCache()
  readonly turn: Turn
  /** The batches of which items run or wait, by their ids. */
  readonly batches: Map<number, RunningBatch> = new Map()
  /** Items running now. */
  running = 0
  /** Items started so far. */
  started = 0
  readonly #spare: Slot[] = []
  readonly #deadlines = new Map<number, Deadlines>()
  #mostLengths = FIRST_LENGTHS

  constructor({ worker, clock = systemClock, gate }: WorkerScopeOptions) {
    this.worker = worker
    this.clock = clock
    this.gate = gate
    this.turn = new Turn(clock)
  }

  /** Items ended so far. */
  get completed(): number { return this.started - this.running }

  takeSlot(): Slot {
    this.running++
    return this.#spare.pop() ?? new Slot()
  }

  freeSlot(slot: Slot): void {
    this.running--
    if (this.#spare.length < MOST_SPARE_SLOTS) this.#spare.push(slot)
  }

  deadlines(ms: number): Deadlines {
    let deadlines = this.#deadlines.get(ms)
    if (deadlines !== undefined) return deadlines
    if (this.#deadlines.size >= this.#mostLengths) this.#forgetIdle()
    this.#deadlines.set(ms, (deadlines = new Deadlines(this.clock, ms)))
    return deadlines
  }

  /** Looks again when twice as many lengths are known as are in use, so each costs a few looks, however many there are. */
  #forgetIdle(): void {
    for (const [length, unused] of this.#deadlines) if (unused.isIdle) this.#deadlines.delete(length)
    this.#mostLengths = Math.max(FIRST_LENGTHS, 2 * this.#deadlines.size)
  }

  /**
   * Takes items of a batch back: those not started come back as lost, for the others the signal is aborted with
   * `reason`. Without a reason (`undefined`) those that run are left alone.
   */
  cancel(batch: number, indexes: readonly number[], reason: unknown): void {
    this.batches.get(batch)?.cancel(indexes, reason)
  }

  /**
   * The worker leaves: runs the teardown of every task that it set up.
   * @param isLate from when on it waits no longer for setups, which nobody needs any more; what they make is torn down later
   */
  close(isLate?: Promise<void>): Promise<void> {
    return this.tasks.clear(isLate)
  }
}
