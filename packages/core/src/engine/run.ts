// One call of map, imap, imapUnordered, forEach or submit, from its first item to its end: when it may send items, what
// their outcomes mean for it, and how it ends. The slots are the scheduler's, the values the results', the ledger of the
// items the flights'.

import { captureContext, type InContext } from '../async-context.ts'
import type { WorkerExit } from '../backend.ts'
import { channels } from '../diagnostics.ts'
import { closed, taskFailed, timedOut, unserializable, workerLost, type Failure, type TaskError } from '../errors.ts'
import type { RunOptions } from '../options.ts'
import type { Items } from '../outcome.ts'
import type { AnyTask, AnyTaskFunction } from '../task.ts'
import { Attempts } from './attempts.ts'
import { BatchSize } from './batch-size.ts'
import { Departures } from './departures.ts'
import type { Engine } from './engine.ts'
import { Flight, type FlightRun } from './flight.ts'
import { Input } from './input.ts'
import type { Lender, NestingWatch } from './nesting.ts'
import { Outcomes } from './outcomes.ts'
import { ProgressReport } from './progress.ts'
import { Resend } from './resend.ts'
import type { RunStats } from '../stats.ts'
import type { Ending, Results } from './results.ts'
import type { StreamedRun } from './stream.ts'
import { windowOf } from './window.ts'

export interface RunSetup {
  readonly id: number
  readonly task: AnyTask | AnyTaskFunction
  readonly items: Items<unknown>
  readonly options: RunOptions
  readonly results: Results
  /** Whether a reader takes the results one by one: then it is the reader who makes room in the window. */
  readonly isStream: boolean
}

export class Run implements FlightRun, StreamedRun {
  readonly id: number
  readonly task: AnyTask | AnyTaskFunction
  readonly options: RunOptions
  readonly timeout: number | undefined
  readonly isTimed: boolean
  readonly isStream: boolean
  readonly priority: number
  readonly outcomes: Outcomes
  readonly size: BatchSize
  /** The slot of the task that started it, if one of this executor's did. */
  readonly lender: Lender | undefined
  /** Names the run in diagnostics. */
  readonly origin: { readonly executor: string; readonly run: number }
  used = 0
  /** It stands in the scheduler's queue. */
  isQueued = false
  isOver = false
  readonly #engine: Engine
  readonly #results: Results
  readonly #input: Input
  readonly #resend: Resend
  readonly #attempts: Attempts
  readonly #departures: Departures
  readonly #progress: ProgressReport | undefined
  readonly #watch: NestingWatch | undefined
  readonly #window: () => number
  readonly #inContext: InContext = captureContext()
  readonly #flights = new Set<Flight>()
  readonly #onAbort = (): void => { this.end(this.options.signal!.reason) }
  hasBegun = false
  #beganAt = 0
  #handedOver = 0
  #isNews = false
  /** The last index whose outcome is wanted: less than Infinity once a stream has met the failure that ends it. */
  #cut = Infinity
  #left: Promise<void> | undefined

  constructor(engine: Engine, { id, task, items, options, results, isStream }: RunSetup) {
    const { backend, clock, random, scheduler, nesting } = engine
    const wake = (): void => { scheduler.wake(this) }
    this.#engine = engine
    this.#results = results
    this.id = id
    this.task = task
    this.options = options
    this.timeout = options.timeout
    this.isStream = isStream
    this.priority = options.priority
    this.origin = { executor: backend.name, run: id }
    this.lender = nesting?.current()
    this.lender?.run.sawNested()
    this.#watch = nesting?.watch(clock)
    this.#input = new Input(items, clock, () => { if (!this.#finishIfDone()) wake() })
    this.#resend = new Resend(clock, wake)
    this.size = new BatchSize({ batchSize: options.batchSize, messageMs: backend.messageMs ?? 0, most: options.window ?? Infinity })
    this.#window = windowOf(options.window, isStream, backend, this.size, () => this.concurrency)
    this.#departures = new Departures(this.#input, this.#resend, this.size, backend.slotsPerWorker ?? Infinity)
    this.outcomes = new Outcomes({
      results,
      errors: options.errors,
      onOutcome: options.onOutcome,
      origin: this.origin,
      onThrow: (error) => { this.end(error) },
    })
    this.isTimed = this.outcomes.isTold
    this.#attempts = new Attempts({ ...options, canTransfer: backend.capabilities.transfer, resend: this.#resend, clock, random, origin: this.origin })
    this.#progress = options.onProgress && new ProgressReport(clock, () => { this.#report() })
  }

  /** Lets it have slots; nothing of the user's is called before the caller has returned. */
  start(): void {
    const { signal } = this.options
    if (signal?.aborted) return this.end(signal.reason)
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    this.#engine.scheduler.wake(this)
  }

  // ---- sending

  /** The most items that it runs at once now. */
  get concurrency(): number { return Math.min(this.options.concurrency, this.#engine.scheduler.concurrency) }

  /** Whether it could use a slot now. */
  get wants(): boolean {
    if (this.isOver || this.used >= this.options.concurrency) return false
    if (this.#resend.isReady || !this.hasBegun) return true
    return this.#cut === Infinity && !this.#input.isDone && !this.#input.isWaiting && this.#room > 0
  }

  /** Whether something can still happen without its reader. */
  get isBusy(): boolean {
    if (this.isOver) return false
    return !this.isStream || this.used > 0 || this.#resend.size > 0 || this.wants || (this.#input.isWaiting && this.#cut === Infinity)
  }

  /** Items read that have no outcome yet. */
  get unfinished(): number { return this.#departures.read - this.outcomes.ended }

  /** Whether items are in its care: while there are, the host must not exit. */
  get isPending(): boolean { return !this.isOver && (this.used > 0 || this.unfinished > 0 || this.wants) }

  stats(): RunStats {
    const { completed, failed, skipped } = this.outcomes
    const { current: batchSize, itemMs } = this.size
    return { id: this.id, running: this.used, waiting: this.isOver ? 0 : Math.max(0, this.unfinished - this.used), completed, failed, skipped, concurrency: this.concurrency, window: this.#window(), batchSize, itemMs }
  }

  /** Sends items for up to `most` slots and returns how many it took. */
  fill(most: number, lender?: Lender): number {
    return this.#inContext(this.#fill, this, most, lender)
  }

  #fill(most: number, lender: Lender | undefined): number {
    if (!this.hasBegun) this.#begin()
    const { concurrency } = this
    let taken = 0
    while (taken < most && this.wants) {
      const slots = this.#departures.slots(Math.min(most - taken, concurrency - this.used))
      const load = this.#departures.next(slots, concurrency, this.#room, this.#engine.scheduler.isSpent)
      if (load === undefined) {
        if (!this.#rejectNext()) break
        continue
      }
      if (load.indexes === undefined) this.#results.reserve(load.items.length)
      const count = Math.min(slots, load.items.length)
      taken += count
      this.#send(new Flight(this.#engine.nextBatchId(), this, this.#engine.scheduler.slots, load, count, lender))
      if (this.#engine.scheduler.isSpent()) break
    }
    this.#finishIfDone()
    return taken
  }

  get #room(): number {
    return this.#window() - (this.#departures.read - (this.isStream ? this.#handedOver : this.outcomes.ended))
  }

  #begin(): void {
    this.hasBegun = true
    this.#beganAt = this.#engine.clock.now()
    if (channels.runStart.hasSubscribers) channels.runStart.publish({ ...this.origin, task: this.task, total: this.#input.total })
    this.#progress?.now()
  }

  #send(flight: Flight): void {
    const { backend, clock, nesting, scheduler } = this.#engine
    this.#flights.add(flight)
    this.used += flight.held
    scheduler.slots.take(flight)
    if (this.#watch?.isOn === true) flight.enter = nesting!.enter(flight)
    if (backend.messageMs !== undefined || this.isTimed) flight.sentAt = clock.now()
    if (channels.batchStart.hasSubscribers) channels.batchStart.publish({ ...this.origin, batch: flight.id, first: flight.first, items: flight.items.length, slots: flight.held })
    backend.dispatch(flight, flight)
  }

  /** The promise of the next item was rejected: that is the item's failure. */
  #rejectNext(): boolean {
    const failure = this.#input.takeRejected()
    if (failure === undefined) return false
    const told = { index: this.#departures.read++, attempts: 0, ms: 0, worker: undefined }
    this.#results.reserve(1)
    this.outcomes.rejected(told, taskFailed(failure.error, told))
    return true
  }

  // ---- outcomes, from the flights

  fulfilled(flight: Flight, index: number, attempts: number, value: unknown, ms: number): void {
    if (this.isOver || index > this.#cut) return
    if (this.isTimed) this.#inContext(this.outcomes.fulfilledTold, this.outcomes, { index, attempts, ms, worker: flight.worker }, value)
    else this.outcomes.fulfilled(index, value)
    this.#ended()
  }

  rejected(flight: Flight, index: number, attempts: number, item: unknown, error: unknown, ms: number): void {
    this.#failed(taskFailed(error, { index, attempts, worker: flight.worker }), item, ms)
  }

  timedOut(flight: Flight, index: number, attempts: number, item: unknown, ms: number): void {
    this.#failed(timedOut(this.timeout!, { index, attempts, worker: flight.worker }), item, ms)
  }

  unserializable(flight: Flight, index: number, attempts: number, path: string, error: unknown): void {
    this.#failed(unserializable(path, error, { index, attempts, worker: flight.worker }), undefined, 0)
  }

  lost(flight: Flight, index: number, attempts: number, item: unknown, started: boolean | 'unknown', exit: WorkerExit | undefined): void {
    if (this.isOver || index > this.#cut) return
    if (started === false && this.#attempts.resend(index, attempts, item)) return
    if (started !== false && this.#attempts.rerun(index, attempts, item)) return
    const failure: Failure = { index, attempts, worker: exit?.worker ?? flight.worker }
    this.#failed(workerLost(started === true ? true : 'unknown', exit, failure), item, this.isTimed ? this.#engine.clock.now() - flight.sentAt : 0)
  }

  unusable(error: unknown): void { this.end(error) }

  sawNested(): void { this.#watch?.sawNested() }

  landed(flight: Flight): void {
    const { backend, clock, nesting } = this.#engine
    this.#flights.delete(flight)
    if (backend.messageMs !== undefined) this.size.observe(flight.items.length, flight.slots, clock.now() - flight.sentAt)
    if (this.#watch?.isOn === true && this.#watch.isWaste(flight.items.length)) nesting!.unwatch(this.#watch)
    if (channels.batchEnd.hasSubscribers) channels.batchEnd.publish({ ...this.origin, batch: flight.id, worker: flight.worker })
  }

  #failed(error: TaskError, item: unknown, ms: number): void {
    const { index, attempts, worker, code } = error
    if (this.isOver || index > this.#cut) return
    this.#inContext(() => {
      try {
        if (code !== 'PARMAP_UNSERIALIZABLE' && this.#attempts.retry(item, error)) return
      } catch (thrown) {
        return this.end(thrown)
      }
      this.outcomes.rejected({ index, attempts, ms, worker }, error)
      this.#ended()
    }, undefined)
  }

  /** An item has had its outcome. */
  #ended(): void {
    this.#progress?.changed()
    if (!this.#finishIfDone() && !this.isQueued) this.#engine.scheduler.wake(this)
  }

  // ---- ending

  /** The reader has taken items off the stream. */
  handedOver(count: number): void {
    this.#handedOver += count
    if (this.isQueued || this.#isNews) return
    // A reader that drains what there is would otherwise have one item sent for each that it takes.
    this.#isNews = true
    this.#engine.clock.nextTurn(() => { this.awaited() })
  }

  awaited(): void {
    this.#isNews = false
    this.#engine.scheduler.wake(this)
  }

  #finishIfDone(): boolean {
    if (this.isOver || this.#cut < Infinity || !this.#input.isDone || this.unfinished > 0 || !this.hasBegun) return false
    this.#finish(this.#input.failure ?? this.outcomes.ending())
    return true
  }

  #finish(ending: Ending | undefined): void {
    this.#progress?.now()
    if (this.isOver) return // the last report threw
    this.#over(ending)
    this.#results.finish(ending)
  }

  /** Ends it now, in every error mode: abort, terminate, a throwing callback, a task that cannot run. */
  end(error: unknown): void {
    if (this.isOver) return
    this.#over({ error })
    this.#halt(error, -1)
    // The caller learns of it once the input has cleaned up, so that it can start anew.
    void this.#left!.catch(() => undefined).then(() => { this.#results.abort(error) })
  }

  cut(lastIndex: number, reason: unknown): void {
    this.#cut = lastIndex
    this.#halt(reason, lastIndex)
  }

  /** Reads no more items; what has been read runs to its end, then the stream ends with PARMAP_CLOSED. */
  close(): void {
    if (this.isOver || this.#input.isDone) return
    void this.#leaveInput().catch(() => undefined)
    this.#input.failure = { error: closed() }
    this.#engine.scheduler.wake(this)
    if (this.hasBegun) this.#finishIfDone()
  }

  leave(): Promise<void> {
    if (!this.isOver) {
      this.#over(undefined)
      this.#halt(new DOMException('The stream was left before its end', 'AbortError'), -1)
    }
    return this.#leaveInput()
  }

  /** Stops what runs and forgets what waits after an index. */
  #halt(reason: unknown, lastIndex: number): void {
    this.#leaveInput().catch(() => undefined)
    this.#resend.drop(lastIndex)
    for (const flight of this.#flights) {
      const indexes = flight.openIndexes(lastIndex)
      if (indexes.length === 0) continue
      this.#engine.backend.cancel(flight.id, indexes, reason)
      flight.hang(flight.openIndexes(lastIndex))
    }
  }

  #leaveInput(): Promise<void> { return (this.#left ??= this.#inContext(this.#input.leave, this.#input)) }

  #over(ending: Ending | undefined): void {
    this.isOver = true
    this.#progress?.cancel()
    this.options.signal?.removeEventListener('abort', this.#onAbort)
    if (this.#watch !== undefined) this.#engine.nesting!.unwatch(this.#watch)
    if (channels.runEnd.hasSubscribers) {
      const { completed, failed, skipped } = this.outcomes
      channels.runEnd.publish({ ...this.origin, completed, failed, skipped, ms: this.#engine.clock.now() - this.#beganAt, ...ending })
    }
    this.#engine.onOver(this, this.#left ?? Promise.resolve())
  }

  #report(): void {
    const { completed, failed, skipped } = this.outcomes
    const progress = { completed, failed, skipped, running: this.used, total: this.#input.total, ms: this.#engine.clock.now() - this.#beganAt }
    try {
      this.#inContext(this.options.onProgress!, undefined, progress)
    } catch (error) {
      this.end(error)
    }
  }
}
