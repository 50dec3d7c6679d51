// Gives the executor's slots to its runs: by priority, in turn among equals, to nested runs their parent's slot. Works
// once per microtask whatever has ended meanwhile, and lets the event loop have its turns.

import type { Backend } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { Turn } from '../worker/turn.ts'
import { MOST_WORK_MS } from './batch-size.ts'
import type { Lender } from './loan.ts'
import { RunQueue, type Queued } from './run-queue.ts'
import { Slots, type SlotsHost } from './slots.ts'

/** A run, as the scheduler sees it. */
export interface Scheduled extends Queued {
  /** The slot of the task that started it, if one of this executor's did. */
  readonly lender: Lender | undefined
  /** Whether it cannot be known which of this executor's tasks has started it, or whether one has. */
  readonly isDoubtful: boolean
  /** Sends items for up to `most` slots and returns how many it took. */
  fill(most: number, lender?: Lender): number
}

export interface SchedulerOptions {
  readonly backend: Backend
  readonly clock: Clock
  readonly killGrace: number
  /** Called after slots were given or freed: nothing may be running any more. */
  readonly onSettled: () => void
}

// A run in doubt may be what the running items wait for: when no slot has become free for this long, it gets one more.
const DOUBT_MS = 1_000

export class Scheduler implements SlotsHost {
  readonly slots: Slots
  readonly #options: SchedulerOptions
  readonly #turn: Turn
  readonly #queue = new RunQueue<Scheduled>()
  /** Unfinished runs that were started by tasks of this executor. */
  readonly #nested = new Set<Scheduled>()
  readonly #doubtful = new Set<Scheduled>()
  #patience: unknown = undefined
  #yielding: unknown = undefined
  readonly #microtask = Promise.resolve()
  readonly #pump = (): void => { this.#run() }
  #filling: Scheduled | undefined = undefined
  /** Inputs that have items coming, and runs that save slots. */
  #gathering = 0
  #isPumping = false
  #isPaused = false

  constructor(options: SchedulerOptions) {
    const { backend, clock, killGrace } = options
    this.#options = options
    this.#turn = new Turn(clock)
    this.slots = new Slots({ backend, clock, killGrace, host: this })
  }

  get concurrency(): number { return this.slots.concurrency }
  set concurrency(slots: number) {
    this.slots.setConcurrency(slots)
    this.#schedule()
  }

  pause(): void { this.#isPaused = true }
  resume(): void {
    this.#isPaused = false
    this.#schedule()
  }

  /** Counts one unit of the engine's own work; true when there must be no more of it now: a turn is due, or a task has paused. */
  isSpent(): boolean { return this.#turn.isSpent() || this.#isPaused }

  gathers(change: 1 | -1): void {
    this.#gathering += change
    if (this.#gathering === 0) this.#schedule()
  }

  /** The run may be able to use slots now. */
  wake(run: Scheduled): void {
    if (run === this.#filling || !run.wants) return
    if (run.isQueued) {
      if (run.lender !== undefined || run.isDoubtful) this.#schedule() // it may be lent a slot now
      return
    }
    this.#queue.push(run)
    if (run.lender !== undefined) this.#nested.add(run)
    if (run.isDoubtful) this.#doubtful.add(run)
    this.#schedule()
  }

  /** The run is over. */
  remove(run: Scheduled): void {
    this.#nested.delete(run)
    this.#doubtful.delete(run)
    this.#schedule()
  }

  /** Whether nobody else is to have the slots of a run next. */
  isUncontested(run: Scheduled): boolean {
    if (this.#isPaused || this.slots.free < 0 || this.#nested.size > 0 || this.#doubtful.size > 0) return false
    return this.#queue.priority < run.priority || (this.#queue.priority === run.priority && run.isQueued && this.#queue.peers === 1)
  }

  /** Whether one more batch may leave, after another of the same run. */
  get hasRoom(): boolean { return !this.#isPaused && this.slots.free > 0 }

  /** Whether no run waits for slots but the one that is being given some. */
  get isAlone(): boolean { return this.#queue.isEmpty && this.#nested.size === 0 && this.#doubtful.size === 0 }

  slotFreed(): void { if (this.#isWaitedFor) this.#schedule() }
  itemsStuck(): void { this.#schedule() }

  /** Whether a free slot makes a difference to anyone. */
  get #isWaitedFor(): boolean {
    return !this.#queue.isEmpty || this.slots.active <= 0 || this.slots.hasDeep || this.#nested.size > 0 || this.#doubtful.size > 0
  }

  #schedule(): void {
    if (this.#isPumping) return
    this.#isPumping = true
    void this.#microtask.then(this.#pump)
  }

  #run(): void {
    this.#isPumping = false
    if (!this.#isPaused) {
      let round = { priority: NaN, left: 0 }
      while (this.slots.free > 0 && !this.#queue.isEmpty && !this.#isPaused) {
        const { priority, peers } = this.#queue
        if (round.left === 0 || round.priority !== priority) round = { priority, left: peers }
        const share = Math.ceil(this.slots.free / round.left--)
        const run = this.#queue.shift()!
        this.#filling = run // its synchronous items wake it while it fills
        const taken = run.wants ? run.fill(share) : 0
        this.#filling = undefined
        // A run that could take nothing wakes again when it can.
        if (taken > 0 && run.wants && !run.isQueued) this.#queue.push(run)
        if (this.#turn.isSpent()) {
          this.#isPumping = true
          this.#turn.onNext(this.#pump)
          return
        }
      }
      if (this.slots.free > 0) {
        if (this.#gathering === 0) this.slots.recall()
      } else {
        if (this.slots.hasDeep) this.#yield()
        this.#lend()
        this.#bearDoubt()
      }
    }
    this.#options.onSettled()
  }

  /** No slot is free: a nested run of which nothing runs gets its parent's. */
  #lend(): void {
    for (const run of this.#nested) if (!this.#isPaused && run.wants && run.used === 0 && run.lender!.lend()) this.#fillBorrowed(run, run.lender!)
  }

  #fillBorrowed(run: Scheduled, lender: Lender): void {
    if (run.fill(1, lender) === 0) lender.takeBack()
  }

  /** No slot is free: batches give way to those who wait; to equal ones not before they take long. */
  #yield(): void {
    if (!this.slots.yieldTo(this.#queue.priority, this.#queue.hasIdle) || this.#yielding !== undefined) return
    this.#yielding = this.#options.clock.setTimeout(() => {
      this.#yielding = undefined
      this.#schedule()
    }, MOST_WORK_MS)
  }

  #bearDoubt(): void {
    if (this.#doubtful.size === 0 || this.#patience !== undefined) return
    const { freed } = this.slots
    this.#patience = this.#options.clock.setTimeout(() => {
      this.#patience = undefined
      if (!this.#isPaused && this.slots.free <= 0 && this.slots.freed === freed) this.#help()
      this.#schedule()
    }, DOUBT_MS)
  }

  /** One at a time: each may be one too many. */
  #help(): void {
    for (const run of this.#doubtful) {
      if (run.wants && run.used === 0) {
        if (run.lender?.lend(true) === true) return this.#fillBorrowed(run, run.lender)
        run.fill(1) // beyond the bound, should it be nobody's child
        return
      }
    }
  }
}
