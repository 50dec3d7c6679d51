// The life of an executor: which runs there are, whether the host must stay for them, when it is idle, and its end.

import type { Backend } from '../backend.ts'
import { closed, terminated } from '../errors.ts'
import type { ExecutorStats, RunStats } from '../stats.ts'
import { KeepAlive } from './keep-alive.ts'
import type { Nesting } from './nesting.ts'
import type { Scheduled, Scheduler } from './scheduler.ts'

/** A run, as the executor's life sees it. */
export interface LivingRun extends Scheduled {
  readonly isStream: boolean
  readonly hasBegun: boolean
  /** Whether something can still happen without its reader. */
  readonly isBusy: boolean
  /** Whether items are in its care: while there are, the host must not exit. */
  readonly isPending: boolean
  start(): void
  /** Takes back what has been sent and has not started. */
  recall(): void
  /** Ends it now, in every error mode. */
  end(error: unknown): void
  /** Reads no more items; what has been read runs to its end. */
  close(): void
  stats(): RunStats
}

/** Someone who waits until nothing runs any more. */
interface Idler {
  /** Whether items that were given up count as running. */
  readonly isPatient: boolean
  readonly resolve: () => void
}

export class Life {
  readonly #backend: Backend
  readonly #scheduler: Scheduler
  readonly #nesting: Nesting | undefined
  readonly #keepAlive = new KeepAlive()
  readonly #runs = new Set<LivingRun>()
  /** Inputs that are cleaning up. */
  readonly #leaving = new Set<Promise<void>>()
  #idlers: Idler[] = []
  #completed = 0
  #failed = 0
  #lastRun: RunStats | undefined
  #closing: Promise<void> | undefined
  #terminating: Promise<void> | undefined
  /** Makes a close() that waits for its backend wait for this instead. */
  #overtake: ((terminating: Promise<void>) => void) | undefined

  constructor(backend: Backend, scheduler: Scheduler, nesting: Nesting | undefined) {
    this.#backend = backend
    this.#scheduler = scheduler
    this.#nesting = nesting
  }

  start(run: LivingRun): void {
    this.#runs.add(run)
    if (this.#closing !== undefined || this.#terminating !== undefined) run.end(closed())
    else run.start()
  }

  /** A run is over; `left` is settled when its input has cleaned up. */
  over(run: LivingRun, left: Promise<void> | undefined): void {
    if (!this.#runs.delete(run)) return // a stream that was left before it began
    const stats = run.stats()
    this.#lastRun = stats
    this.#completed += stats.completed
    this.#failed += stats.failed
    if (left !== undefined) this.#leave(left)
    this.#scheduler.remove(run)
  }

  /** Waits for an input. The host must stay: the caller may be waiting, too. */
  #leave(left: Promise<void>): void {
    const done = (): void => {
      this.#leaving.delete(left)
      this.settled()
    }
    this.#leaving.add(left)
    left.then(done, done)
  }

  /** Something has ended or begun. */
  settled(): void {
    this.#keepAlive.set(this.#scheduler.slots.active > 0 || this.#leaving.size > 0 || this.#some((run) => run.isPending))
    if (this.#idlers.length === 0 || !this.#isQuiet()) return
    const { used, detached } = this.#scheduler.slots
    const rested = this.#idlers.filter(({ isPatient }) => !isPatient || used + detached === 0)
    this.#idlers = this.#idlers.filter((idler) => !rested.includes(idler))
    for (const { resolve } of rested) resolve()
  }

  /** Nothing more is to start, also of what has been sent. */
  pause(): void {
    this.#scheduler.pause()
    for (const run of this.#runs) if (run.used > 0) run.recall()
  }

  idle(): Promise<void> { return this.#wait(true) }

  async close(): Promise<void> {
    const isInside = this.#nesting?.caller() !== undefined
    if (this.#closing === undefined && this.#terminating === undefined) this.#close()
    // A task that waited for the end of its own run would wait for itself.
    if (!isInside) await (this.#closing ?? this.#terminating)
  }

  #close(): void {
    this.#closing = this.#wait(false).then(() => this.#terminating ?? this.#closeBackend())
    this.#closing.catch(() => undefined) // told to everyone who waits for it: nobody, where only tasks have called close()
    for (const run of this.#runs) if (run.isStream) run.close()
    this.#scheduler.resume() // what is paused could never run to its end
  }

  /** Waits for all teardowns, or for a terminate() that comes meanwhile. */
  #closeBackend(): Promise<void> {
    const overtaken = new Promise<void>((resolve) => { this.#overtake = resolve })
    return Promise.race([this.#backend.close(), overtaken])
  }

  terminate(reason: unknown): Promise<void> {
    if (this.#terminating === undefined) {
      const error = reason === undefined ? terminated() : reason
      this.#terminating = Promise.resolve() // the end of a run may call back into here
      for (const run of this.#runs) run.end(error)
      this.#terminating = this.#backend.terminate(error)
      this.#overtake?.(this.#terminating)
    }
    return this.#terminating
  }

  stats(): ExecutorStats {
    const { used: running, detached } = this.#scheduler.slots
    const stats: ExecutorStats = { running, waiting: 0, completed: this.#completed, failed: this.#failed, detached, workers: this.#backend.workers?.() ?? [], runs: [] }
    const sum = { ...stats, runs: [] as RunStats[] }
    for (const run of this.#runs) {
      const one = run.stats()
      sum.runs.push(one)
      sum.waiting += run.hasBegun ? one.waiting : 1
      sum.completed += one.completed
      sum.failed += one.failed
    }
    if (this.#lastRun !== undefined) sum.runs.push(this.#lastRun)
    return sum
  }

  #wait(isPatient: boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#idlers.push({ isPatient, resolve })
      queueMicrotask(() => { this.settled() })
    })
  }

  /** Whether nothing runs and nothing will without a new call or a reader. */
  #isQuiet(): boolean {
    return this.#scheduler.slots.active <= 0 && this.#leaving.size === 0 && !this.#some((run) => run.isBusy)
  }

  #some(is: (run: LivingRun) => boolean): boolean {
    for (const run of this.#runs) if (is(run)) return true
    return false
  }
}
