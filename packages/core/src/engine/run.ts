// One call of map, imap, imapUnordered, forEach or submit, from its first item to its end. What leaves is the sender's,
// what comes back is read by the arrivals, the values are the results': the run knows when it begins, and how it ends.

import { captureContext, type InContext } from '../async-context.ts'
import { closed, taskFailed } from '../errors.ts'
import type { RunOptions } from '../options.ts'
import type { Items } from '../outcome.ts'
import type { RunStats } from '../stats.ts'
import type { AnyTask, AnyTaskFunction } from '../task.ts'
import { AbortLink } from './abort-link.ts'
import type { InputFailure } from './ahead.ts'
import { Arrivals, type ArrivalsHost } from './arrivals.ts'
import { Attempts } from './attempts.ts'
import type { Engine } from './engine.ts'
import type { Flight } from './flight.ts'
import type { LivingRun } from './life.ts'
import type { Lender } from './loan.ts'
import { NestingWatch } from './nesting-watch.ts'
import { Outcomes } from './outcomes.ts'
import { ProgressReport, type Progress, type ProgressHost } from './progress.ts'
import type { Ending, Results } from './results.ts'
import { RunEvents } from './run-events.ts'
import { Sender, type SenderHost } from './sender.ts'
import type { StreamedRun } from './stream.ts'

export interface RunSetup {
  readonly id: number
  readonly task: AnyTask | AnyTaskFunction
  readonly items: Items<unknown>
  readonly options: RunOptions
  readonly results: Results
  /** Whether a reader takes the results one by one: then it is the reader who makes room in the window. */
  readonly isStream: boolean
}

export class Run implements ArrivalsHost, SenderHost, LivingRun, ProgressHost, StreamedRun {
  readonly task: AnyTask | AnyTaskFunction
  readonly timeout: number | undefined
  readonly isStream: boolean
  readonly priority: number
  readonly watch: NestingWatch | undefined
  lender: Lender | undefined = undefined
  isDoubtful = false
  used = 0
  isQueued = false
  isOver = false
  hasBegun = false
  /** Less than Infinity once a stream has met the failure that ends it; -1 when the run is over. */
  cutAt: number = Infinity
  readonly #engine: Engine
  readonly #options: RunOptions
  readonly #results: Results
  readonly #events: RunEvents
  readonly #sender: Sender
  readonly #outcomes: Outcomes
  readonly #arrivals: Arrivals
  readonly #progress: ProgressReport | undefined
  readonly #inContext: InContext = captureContext()
  readonly #abortLink: AbortLink
  #beganAt = 0

  constructor(engine: Engine, { id, task, items, options, results, isStream }: RunSetup) {
    const { backend, clock, random, nesting } = engine
    this.#engine = engine
    this.#options = options
    this.#results = results
    this.#events = new RunEvents(backend.name, id)
    this.#abortLink = new AbortLink(options.signal, (reason) => { this.end(reason) })
    this.task = task
    this.timeout = options.timeout
    this.isStream = isStream
    this.priority = options.priority
    this.watch = nesting === undefined ? undefined : new NestingWatch(clock)
    this.#sender = new Sender(engine, this, this.#inContext, items, options, results, this.#events)
    this.#outcomes = new Outcomes(this, results, options, this.#events)
    const attempts = new Attempts(options, this.#sender.resend, backend.capabilities.transfer, random, this.#events)
    this.#arrivals = new Arrivals(this, this.#outcomes, attempts, this.#inContext, clock)
    this.#progress = options.onProgress && new ProgressReport(this, clock, options.onProgress, this.#inContext)
  }

  /** Lets it have slots; nothing of the user's is called before the caller has returned. */
  start(): void {
    const { nesting } = this.#engine
    this.lender = nesting?.caller()
    this.isDoubtful = this.lender?.isShared === true || nesting?.isInDoubt === true
    this.#abortLink.start()
    this.wake()
  }

  get concurrency(): number { return this.#sender.concurrency }
  get ended(): number { return this.#outcomes.ended }
  get wants(): boolean { return this.hasBegun ? this.#sender.wants : !this.isOver }

  get isBusy(): boolean {
    if (this.isOver) return false
    const { resend, input } = this.#sender
    return !this.isStream || this.used > 0 || resend.size > 0 || this.wants || (input.isWaiting && this.cutAt === Infinity)
  }

  get isPending(): boolean { return !this.isOver && (this.#sender.isPending || this.wants) }

  stats(): RunStats {
    const { completed, failed, skipped } = this.#outcomes
    const { concurrency, window, unfinished, size: { current: batchSize, itemMs } } = this.#sender
    const waiting = this.isOver ? 0 : Math.max(0, unfinished - this.used)
    return { id: this.#events.run, running: this.#running, waiting, completed, failed, skipped, concurrency, window, batchSize, itemMs }
  }

  /** What still runs of a run that is over is not its own any more. */
  get #running(): number { return this.isOver ? 0 : this.used }

  get progress(): Progress {
    const { completed, failed, skipped } = this.#outcomes
    return { completed, failed, skipped, running: this.#running, total: this.#sender.input.total, ms: this.#elapsed }
  }

  wake(): void { this.#engine.scheduler.wake(this) }
  inputChanged(): void { this.#goOn() }
  landed(flight: Flight): void {
    this.#sender.landed(flight)
    if (this.cutAt < Infinity) this.#endCut()
  }

  fill(most: number, lender?: Lender): number {
    return this.#inContext(this.#fill, this, most, lender)
  }

  #fill(most: number, lender: Lender | undefined): number {
    if (!this.hasBegun) this.#begin()
    const taken = this.#sender.fill(this.#arrivals, most, lender)
    this.#finishIfDone()
    return taken
  }

  #begin(): void {
    this.hasBegun = true
    this.#beganAt = this.#engine.clock.now()
    this.#events.runStart(this.task, this.#sender.input.total)
    this.#progress?.now()
  }

  itemEnded(flight: Flight): void {
    this.#progress?.changed()
    if (flight.open <= flight.held || this.#options.window !== undefined) this.#goOn() // else its slot went to the next of the batch
  }

  itemRejected(index: number, { error }: InputFailure): void {
    const told = { index, attempts: 0, ms: 0, worker: undefined }
    this.#outcomes.rejected(told, taskFailed(error, told))
    this.#progress?.changed()
  }

  #goOn(): void {
    if (!this.#finishIfDone() && !this.isQueued) this.wake()
  }

  handedOver(count: number): void { this.#sender.makeRoom(count) }
  awaited(): void { this.#sender.readerWaits() }

  #finishIfDone(): boolean {
    const { input, unfinished } = this.#sender
    if (this.isOver || !input.isDone || this.cutAt < Infinity || unfinished > 0 || !this.hasBegun) return false
    this.#finish(input.failure ?? this.#outcomes.ending())
    return true
  }

  #finish(ending: Ending | undefined): void {
    this.#progress?.end()
    if (this.isOver) return // the last report threw
    this.#over(ending)
    this.#results.finish(ending)
  }

  end(error: unknown): void {
    if (this.isOver) return
    this.#over({ error })
    this.#results.halt()
    this.#sender.halt(error, -1)
    // The caller learns of it once the input has cleaned up, so that it can start anew.
    const abort = (): void => { this.#results.abort(error) }
    void Promise.resolve(this.#sender.left).then(abort, abort)
  }

  cut(lastIndex: number, reason: unknown): void {
    if (this.isOver) return
    this.cutAt = lastIndex
    this.#sender.halt(reason, lastIndex)
    this.#endCut()
  }

  close(): void {
    const { input } = this.#sender
    if (this.isOver || input.isDone) return
    input.failure = { error: closed() }
    this.#sender.closeInput()
    this.#goOn()
  }

  async leave(): Promise<void> {
    if (!this.isOver) {
      this.#over(undefined)
      this.#sender.halt(new DOMException('The stream was left before its end', 'AbortError'), -1)
    }
    await this.#sender.left
  }

  #over(ending: Ending | undefined): void {
    this.isOver = true
    this.cutAt = -1
    if (this.hasBegun) this.#progress?.end()
    this.#abortLink.end()
    this.#events.runEnd(this.#outcomes, this.#elapsed, ending)
    this.#engine.onOver(this, this.#sender.leaveInput())
  }

  /** A stream that is left to be read to its failure has nothing that an abort could stop. */
  #endCut(): void { if (!this.#sender.isPending) this.#abortLink.end() }

  get #elapsed(): number { return this.hasBegun ? this.#engine.clock.now() - this.#beganAt : 0 }
}
