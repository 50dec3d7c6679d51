// Gives the executor's slots to its runs: by priority, in turn among equals, to nested runs their parent's slot. Works
// once per microtask whatever has ended meanwhile, and lets the event loop have its turns.

import type { Backend } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { Turn } from '../worker/turn.ts'
import type { Flight } from './flight.ts'
import { RunQueue } from './run-queue.ts'
import type { Run } from './run.ts'
import { Slots } from './slots.ts'

export interface SchedulerOptions {
  readonly backend: Backend
  readonly clock: Clock
  readonly killGrace: number
  /** Called after slots were given or freed: nothing may be running any more. */
  readonly onSettled: () => void
}

export class Scheduler {
  readonly slots: Slots
  /** Counts one unit of the engine's own work; true when the event loop is due a turn. */
  readonly isSpent: () => boolean
  readonly #options: SchedulerOptions
  readonly #turn: Turn
  readonly #queue = new RunQueue<Run>()
  /** Unfinished runs that were started by tasks of this executor. */
  readonly #nested = new Set<Run>()
  readonly #microtask = Promise.resolve()
  readonly #pump = (): void => { this.#run() }
  #isPumping = false
  #isPaused = false

  constructor(options: SchedulerOptions) {
    const { backend, clock, killGrace } = options
    this.#options = options
    this.#turn = new Turn(clock)
    this.isSpent = () => this.#turn.isSpent()
    this.slots = new Slots({ backend, clock, killGrace, onFree: () => { this.#schedule() } })
  }

  get concurrency(): number { return this.slots.concurrency }
  set concurrency(slots: number) {
    this.slots.concurrency = slots
    this.#schedule()
  }

  get isPaused(): boolean { return this.#isPaused }
  pause(): void { this.#isPaused = true }
  resume(): void {
    this.#isPaused = false
    this.#schedule()
  }

  /** The run may be able to use slots now. */
  wake(run: Run): void {
    if (run.isQueued || !run.wants) return
    this.#queue.push(run)
    if (run.lender !== undefined) this.#nested.add(run)
    this.#schedule()
  }

  /** The run is over. */
  remove(run: Run): void {
    this.#nested.delete(run)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isPumping) return
    this.#isPumping = true
    void this.#microtask.then(this.#pump)
  }

  #run(): void {
    this.#isPumping = false
    if (!this.#isPaused) {
      while (this.slots.free > 0 && !this.#queue.isEmpty) {
        const share = Math.ceil(this.slots.free / this.#queue.peers)
        const run = this.#queue.shift()!
        // A run that could take nothing wakes again when it can.
        if (run.wants && run.fill(share) > 0 && run.wants) this.#queue.push(run)
        if (this.#turn.isSpent()) {
          this.#isPumping = true
          this.#turn.onNext(this.#pump)
          return
        }
      }
      if (this.slots.free > 0) this.#recall()
      else if (this.#nested.size > 0) this.#lend()
    }
    this.#options.onSettled()
  }

  /** No slot is free: a nested run of which nothing runs gets its parent's. */
  #lend(): void {
    for (const run of this.#nested) {
      const lender = run.lender!
      if (run.wants && run.used === 0 && !lender.isLent && !lender.isOver) run.fill(1, lender)
    }
  }

  /** Slots would stay idle: takes unstarted items back from a flight that has more of them than slots. */
  #recall(): void {
    let deepest: Flight | undefined
    for (const flight of this.slots.deep) {
      if (!flight.isRecalled && flight.open - flight.held > (deepest === undefined ? 0 : deepest.open - deepest.held)) deepest = flight
    }
    if (deepest === undefined) return
    const waiting = deepest.open - deepest.held
    const share = Math.ceil((waiting * this.slots.free) / (this.slots.free + deepest.held))
    deepest.recall(share)
  }
}
