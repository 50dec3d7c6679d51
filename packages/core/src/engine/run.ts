// One call of map, imap, imapUnordered, forEach or submit, from its first item to its end. What leaves is the sender's,
// what comes back is read by the arrivals, the values are the results': the run knows when it begins, and how it ends.

import { captureContext, type InContext } from '../async-context.ts'
import { closed, taskFailed } from '../errors.ts'
import type { RunStats } from '../stats.ts'
import type { AnyTask, AnyTaskFunction } from '../task.ts'
import { AbortLink } from './abort-link.ts'
import type { InputFailure } from './ahead.ts'
import type { ArrivalsHost } from './arrivals.ts'
import { Course, type RunSetup } from './course.ts'
import type { Engine } from './engine.ts'
import type { Flight } from './flight.ts'
import type { LivingRun } from './life.ts'
import type { Lender } from './loan.ts'
import type { Progress, ProgressHost } from './progress.ts'
import type { Ending } from './results.ts'
import type { SenderHost } from './sender-host.ts'
import type { StreamedRun } from './stream.ts'

export class Run implements ArrivalsHost, SenderHost, LivingRun, ProgressHost, StreamedRun {
  readonly task: AnyTask | AnyTaskFunction
  readonly timeout: number | undefined
  readonly isStream: boolean
  readonly priority: number
  lender: Lender | undefined = undefined
  isDoubtful = false
  used = 0
  isQueued = false
  isOver = false
  hasBegun = false
  /** Less than Infinity once a stream has met the failure that ends it; -1 when the run is over. */
  cutAt: number = Infinity
  readonly #engine: Engine
  readonly #setup: RunSetup
  readonly #inContext: InContext = captureContext()
  readonly #abortLink: AbortLink | undefined
  #begun: Course | undefined = undefined
  #beganAt = 0

  constructor(engine: Engine, setup: RunSetup) {
    const { task, options, isStream } = setup
    this.#engine = engine
    this.#setup = setup
    this.#abortLink = options.signal && new AbortLink(options.signal, (reason) => { this.end(reason) })
    this.task = task
    this.timeout = options.timeout
    this.isStream = isStream
    this.priority = options.priority
  }

  /** Lets it have slots; nothing of the user's is called before the caller has returned. */
  start(): void {
    const { nesting } = this.#engine
    this.lender = nesting?.caller()
    this.isDoubtful = this.lender?.isShared === true || nesting?.isInDoubt === true
    this.#abortLink?.start()
    this.wake()
  }

  get #course(): Course { return (this.#begun ??= new Course(this.#engine, this, this.#setup, this.#inContext)) }

  get concurrency(): number { return this.#course.sender.concurrency }
  get ended(): number { return this.#course.outcomes.ended }
  get wants(): boolean { return this.hasBegun ? this.#course.sender.wants : !this.isOver }

  get isBusy(): boolean {
    if (this.isOver) return false
    if (!this.isStream || this.wants) return true
    const { sender } = this.#course
    return sender.isPending || (sender.input.isWaiting && this.cutAt === Infinity)
  }

  get isPending(): boolean { return !this.isOver && (this.wants || this.#course.sender.isPending) }

  stats(): RunStats {
    const { completed, failed, skipped } = this.#course.outcomes
    const { concurrency, window, unfinished, size: { current: batchSize, itemMs } } = this.#course.sender
    const waiting = this.isOver ? 0 : Math.max(0, unfinished - this.used)
    return { id: this.#setup.id, running: this.#running, waiting, completed, failed, skipped, concurrency, window, batchSize, itemMs }
  }

  /** What still runs of a run that is over is not its own any more. */
  get #running(): number { return this.isOver ? 0 : this.used }

  get progress(): Progress {
    const { completed, failed, skipped } = this.#course.outcomes
    return { completed, failed, skipped, running: this.#running, total: this.#course.sender.input.total, ms: this.#elapsed }
  }

  wake(): void { this.#engine.scheduler.wake(this) }
  inputChanged(): void { this.#goOn() }
  landed(flight: Flight): void {
    this.#course.sender.landed(flight)
    if (this.cutAt === Infinity) this.#finishIfDone() // all outcomes may be there before, where a timeout was told of an item that never ran
    else queueMicrotask(() => { if (!this.isOver) this.#endCut() }) // not now: what has come back may be about to be sent again
  }

  ending(flight: Flight): void {
    if (!this.isOver && this.#engine.scheduler.isUncontested(this)) this.#inContext(this.#course.sender.sendAfter, this.#course.sender, flight, this.#course.arrivals)
  }

  recall(): void { this.#course.sender.recall() }

  fill(most: number, lender?: Lender): number {
    return this.#inContext(this.#fill, this, most, lender)
  }

  #fill(most: number, lender: Lender | undefined): number {
    if (!this.hasBegun) this.#begin()
    const taken = this.#course.sender.fill(this.#course.arrivals, most, lender)
    this.#finishIfDone()
    return taken
  }

  #begin(): void {
    this.hasBegun = true
    this.#beganAt = this.#engine.clock.now()
    this.#course.events.runStart(this.task, this.#course.sender.input.total)
    this.#course.progress?.now()
  }

  itemEnded(flight: Flight): void {
    this.#course.progress?.changed()
    if (flight.open <= flight.held || this.#setup.options.window !== undefined) this.#goOn() // else its slot went to the next of the batch
  }

  itemRejected(index: number, { error }: InputFailure): void {
    const told = { index, attempts: 0, ms: 0, worker: undefined }
    this.#course.outcomes.rejected(told, taskFailed(error, told))
    this.#course.progress?.changed()
  }

  #goOn(): void {
    if (!this.#finishIfDone() && (!this.isQueued || this.lender !== undefined || this.isDoubtful)) this.wake()
  }

  handedOver(count: number): void { this.#course.sender.reader.took(count) }
  awaited(): void { this.#course.sender.reader.waits() }

  #finishIfDone(): boolean {
    const { input, unfinished } = this.#course.sender
    if (this.isOver || !input.isDone || !this.hasBegun) return false
    if (this.cutAt < Infinity) this.#endCut()
    else if (unfinished === 0) {
      this.#finish(input.failure ?? this.#course.outcomes.ending())
      return true
    }
    return false
  }

  #finish(ending: Ending | undefined): void {
    this.#course.progress?.end()
    if (this.isOver) return // the last report threw
    this.#over(ending)
    this.#setup.results.finish(ending)
  }

  end(error: unknown): void {
    if (this.isOver) return
    this.#over({ error })
    this.#setup.results.halt()
    this.#course.sender.halt(error, -1)
    // The caller learns of it once the input has cleaned up, so that it can start anew.
    const abort = (): void => { this.#setup.results.abort(error) }
    void Promise.resolve(this.#course.sender.left).then(abort, abort)
  }

  cut(lastIndex: number, reason: unknown): void {
    if (this.isOver) return
    this.cutAt = lastIndex
    this.#course.sender.halt(reason, lastIndex)
    this.#endCut()
  }

  close(): void {
    const { input } = this.#course.sender
    if (this.isOver || input.isDone) return
    input.failure = { error: closed() }
    this.#course.sender.closeInput()
    this.#goOn()
  }

  async leave(): Promise<void> {
    if (!this.isOver) {
      this.#over(undefined)
      this.#course.sender.halt(new DOMException('The stream was left before its end', 'AbortError'), -1)
    }
    await this.#course.sender.left
  }

  #over(ending: Ending | undefined): void {
    this.isOver = true
    this.cutAt = -1
    if (this.hasBegun) this.#course.progress?.end()
    this.#abortLink?.end()
    this.#course.events.runEnd(this.#course.outcomes, this.#elapsed, ending)
    this.#engine.onOver(this, this.#course.sender.leaveInput())
  }

  /** A stream that is left to be read to its failure has nothing that an abort could stop. */
  #endCut(): void { if (!this.#course.sender.isPending) this.#abortLink?.end() }

  get #elapsed(): number { return this.hasBegun ? this.#engine.clock.now() - this.#beganAt : 0 }
}
