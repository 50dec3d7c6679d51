// One call of map, imap, imapUnordered, forEach or submit, from its first item to its end: when it may send items, and
// how it ends. The slots are the scheduler's, the values the results', the ledger of the items the flights', what comes
// back is read by the arrivals.

import { captureContext, type InContext } from '../async-context.ts'
import { channels } from '../diagnostics.ts'
import { closed, taskFailed } from '../errors.ts'
import type { RunOptions } from '../options.ts'
import type { Items } from '../outcome.ts'
import type { RunStats } from '../stats.ts'
import type { AnyTask, AnyTaskFunction } from '../task.ts'
import { Arrivals, type ArrivalsHost } from './arrivals.ts'
import { Attempts } from './attempts.ts'
import { BatchSize, messageCost } from './batch-size.ts'
import { Departures } from './departures.ts'
import type { Engine } from './engine.ts'
import { Flight } from './flight.ts'
import { Input } from './input.ts'
import type { LivingRun } from './life.ts'
import type { Lender, NestingWatch } from './nesting.ts'
import { Outcomes } from './outcomes.ts'
import { ProgressReport } from './progress.ts'
import { Resend } from './resend.ts'
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

export class Run implements ArrivalsHost, LivingRun, StreamedRun {
  readonly task: AnyTask | AnyTaskFunction
  readonly timeout: number | undefined
  readonly isStream: boolean
  readonly priority: number
  readonly lender: Lender | undefined
  readonly isDoubtful: boolean
  used = 0
  isQueued = false
  isOver = false
  hasBegun = false
  /** Less than Infinity once a stream has met the failure that ends it; -1 when the run is over. */
  cutAt: number = Infinity
  readonly #engine: Engine
  readonly #options: RunOptions
  /** Names the run in diagnostics. */
  readonly #origin: { readonly executor: string; readonly run: number }
  readonly #results: Results
  readonly #input: Input
  readonly #resend: Resend
  readonly #size: BatchSize
  readonly #departures: Departures
  readonly #outcomes: Outcomes
  readonly #arrivals: Arrivals
  readonly #progress: ProgressReport | undefined
  readonly #watch: NestingWatch | undefined
  readonly #window: () => number
  readonly #inContext: InContext = captureContext()
  readonly #flights = new Set<Flight>()
  readonly #onAbort = (): void => { this.end(this.#options.signal!.reason) }
  #beganAt = 0
  #handedOver = 0
  #isNews = false
  #left: Promise<void> | undefined = undefined

  constructor(engine: Engine, { id, task, items, options, results, isStream }: RunSetup) {
    const { backend, clock, random, scheduler, nesting } = engine
    const wake = (): void => { scheduler.wake(this) }
    const origin = { executor: backend.name, run: id }
    this.#engine = engine
    this.#options = options
    this.#results = results
    this.#origin = origin
    this.task = task
    this.timeout = options.timeout
    this.isStream = isStream
    this.priority = options.priority
    this.lender = nesting?.caller()
    this.isDoubtful = this.lender === undefined && nesting?.isInDoubt === true
    this.#watch = nesting?.watch()
    this.#input = new Input(items, clock, () => { if (!this.#finishIfDone()) wake() })
    this.#resend = new Resend(clock, wake)
    this.#size = new BatchSize({ batchSize: options.batchSize, messageMs: messageCost(backend, items), most: options.window ?? Infinity })
    this.#window = windowOf(options.window, isStream, backend, this.#size, () => this.concurrency)
    this.#departures = new Departures(this.#input, this.#resend, this.#size, backend.slotsPerWorker ?? Infinity)
    this.#outcomes = new Outcomes({ results, errors: options.errors, onOutcome: options.onOutcome, origin, onThrow: (error) => { this.end(error) } })
    const attempts = new Attempts({ ...options, canTransfer: backend.capabilities.transfer, resend: this.#resend, clock, random, origin })
    this.#arrivals = new Arrivals(this, this.#outcomes, attempts, this.#inContext, clock)
    this.#progress = options.onProgress && new ProgressReport(clock, () => { this.#report() })
  }

  /** Lets it have slots; nothing of the user's is called before the caller has returned. */
  start(): void {
    const { signal } = this.#options
    if (signal?.aborted) return this.end(signal.reason)
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    this.#engine.scheduler.wake(this)
  }

  // ---- sending

  /** The most items that it runs at once now. */
  get concurrency(): number { return Math.min(this.#options.concurrency, this.#engine.scheduler.concurrency) }

  get wants(): boolean {
    if (this.isOver || this.used >= this.#options.concurrency) return false
    if (this.#resend.isReady || !this.hasBegun) return true
    return this.cutAt === Infinity && !this.#input.isDone && !this.#input.isWaiting && this.#room > 0
  }

  get isBusy(): boolean {
    if (this.isOver) return false
    return !this.isStream || this.used > 0 || this.#resend.size > 0 || this.wants || (this.#input.isWaiting && this.cutAt === Infinity)
  }

  get isPending(): boolean { return !this.isOver && (this.used > 0 || this.#unfinished > 0 || this.wants) }

  /** Items read that have no outcome yet. */
  get #unfinished(): number { return this.#departures.read - this.#outcomes.ended }

  get #room(): number {
    return this.#window() - (this.#departures.read - (this.isStream ? this.#handedOver : this.#outcomes.ended))
  }

  fill(most: number, lender?: Lender): number {
    return this.#inContext(this.#fill, this, most, lender)
  }

  #fill(most: number, lender: Lender | undefined): number {
    if (!this.hasBegun) this.#begin()
    const { scheduler } = this.#engine
    const { concurrency } = this
    let taken = 0
    while (taken < most && this.wants) {
      const slots = this.#departures.slots(Math.min(most - taken, concurrency - this.used))
      const isDeep = this.#watch?.isOn !== true // a slot that may be lent must end with its item
      const load = this.#departures.next(slots, concurrency, this.#room, isDeep, scheduler)
      if (load === undefined) {
        if (!this.#rejectNext()) break
        continue
      }
      const count = Math.min(slots, load.items.length)
      taken += count
      this.#send(new Flight(this.#engine.nextBatchId(), this.#arrivals, scheduler.slots, load, count, lender))
      if (scheduler.isSpent()) break
    }
    this.#finishIfDone()
    return taken
  }

  #begin(): void {
    this.hasBegun = true
    this.#beganAt = this.#engine.clock.now()
    if (channels.runStart.hasSubscribers) channels.runStart.publish({ ...this.#origin, task: this.task, total: this.#input.total })
    this.#progress?.now()
  }

  #send(flight: Flight): void {
    const { backend, clock, nesting, scheduler } = this.#engine
    this.#flights.add(flight)
    this.used += flight.held
    if (flight.indexes === undefined) this.#results.reserve(flight.items.length)
    scheduler.slots.take(flight)
    if (this.#watch !== undefined) nesting!.depart(flight, this.#watch)
    if (this.#size.isMeasured || flight.timed) flight.sentAt = clock.now()
    if (channels.batchStart.hasSubscribers) channels.batchStart.publish({ ...this.#origin, batch: flight.id, first: flight.first, items: flight.items.length, slots: flight.held })
    backend.dispatch(flight, flight)
  }

  /** The promise of the next item was rejected: that is the item's failure. */
  #rejectNext(): boolean {
    const failure = this.#input.takeRejected()
    if (failure === undefined) return false
    const told = { index: this.#departures.read++, attempts: 0, ms: 0, worker: undefined }
    this.#results.reserve(1)
    this.#outcomes.rejected(told, taskFailed(failure.error, told))
    this.#progress?.changed()
    return true
  }

  landed(flight: Flight): void {
    const { clock, nesting } = this.#engine
    this.#flights.delete(flight)
    if (this.#size.isMeasured) this.#size.observe(flight.items.length, flight.slots, clock.now() - flight.sentAt)
    if (this.#watch !== undefined) nesting!.landed(flight, this.#watch, flight.items.length)
    if (channels.batchEnd.hasSubscribers) channels.batchEnd.publish({ ...this.#origin, batch: flight.id, worker: flight.worker })
  }

  itemEnded(flight: Flight): void {
    this.#progress?.changed()
    if (flight.open <= flight.held || this.#options.window !== undefined) this.#goOn() // else its slot went to the next of the batch
  }

  #goOn(): void {
    if (!this.#finishIfDone() && !this.isQueued) this.#engine.scheduler.wake(this)
  }

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

  // ---- ending

  #finishIfDone(): boolean {
    if (this.isOver || !this.#input.isDone || this.cutAt < Infinity || this.#unfinished > 0 || !this.hasBegun) return false
    this.#finish(this.#input.failure ?? this.#outcomes.ending())
    return true
  }

  #finish(ending: Ending | undefined): void {
    this.#progress?.now()
    if (this.isOver) return // the last report threw
    this.#over(ending)
    this.#results.finish(ending)
  }

  end(error: unknown): void {
    if (this.isOver) return
    this.#over({ error })
    this.#halt(error, -1)
    // The caller learns of it once the input has cleaned up, so that it can start anew.
    void this.#left!.catch(() => undefined).then(() => { this.#results.abort(error) })
  }

  cut(lastIndex: number, reason: unknown): void {
    if (this.isOver) return
    this.cutAt = lastIndex
    this.#halt(reason, lastIndex)
  }

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
    this.cutAt = -1
    this.#progress?.cancel()
    this.#options.signal?.removeEventListener('abort', this.#onAbort)
    this.#engine.nesting?.rest()
    if (channels.runEnd.hasSubscribers) {
      const { completed, failed, skipped } = this.#outcomes
      channels.runEnd.publish({ ...this.#origin, completed, failed, skipped, ms: this.#engine.clock.now() - this.#beganAt, ...ending })
    }
    this.#engine.onOver(this, this.#left ?? Promise.resolve())
  }

  // ---- telling

  stats(): RunStats {
    const { completed, failed, skipped } = this.#outcomes
    const { current: batchSize, itemMs } = this.#size
    return { id: this.#origin.run, running: this.used, waiting: this.isOver ? 0 : Math.max(0, this.#unfinished - this.used), completed, failed, skipped, concurrency: this.concurrency, window: this.#window(), batchSize, itemMs }
  }

  #report(): void {
    const { completed, failed, skipped } = this.#outcomes
    const progress = { completed, failed, skipped, running: this.used, total: this.#input.total, ms: this.#engine.clock.now() - this.#beganAt }
    try {
      this.#inContext(this.#options.onProgress!, undefined, progress)
    } catch (error) {
      this.end(error)
    }
  }
}
