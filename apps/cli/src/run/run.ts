// One run of a command over its items, and every way in which it can end. Knows neither what is done with an item nor what
// becomes of it.

import { setTimeout as wait } from 'node:timers/promises'
import { closed } from '../closing.ts'
import { formatDuration } from '../durations.ts'
import { LAST_WRITE_MS, type Ending } from '../exit.ts'
import { EXIT } from '../exit-codes.ts'
import type { Input } from '../input/input.ts'
import type { ResultSink } from '../output/results.ts'
import { NO_PROGRESS, startProgress, type Progress, type ProgressKind } from '../progress.ts'
import { standingOf, type ProgressSource } from '../progress-lines.ts'
import type { Report } from '../report.ts'
import { onStopSignal, releaseSignals, signalsHeard } from '../signals.ts'
import { brokenBy, endedBy, halted, outputFailed, pastDeadline, signalled, unreadable, unwritable, type Stop } from '../stop.ts'
import { Desk, type DeskOptions } from './desk.ts'
import type { HaltWatch } from './halt-policy.ts'
import { watchHeadOfLine } from './head-of-line.ts'
import { Intake } from './intake.ts'
import type { OpenRecords } from './open-records.ts'
import { Rate } from './rate.ts'
import { Room } from './room.ts'
import type { Given } from './sequence.ts'
import type { ItemOutcome, Work } from './work.ts'

/** How a run is held. */
export interface RunOptions extends DeskOptions {
  /** Milliseconds between two items; undefined: as fast as they go. */
  readonly rate: number | undefined
  /** Milliseconds after which nothing more begins; undefined: no limit. */
  readonly deadline: number | undefined
  /** Milliseconds that what runs has to end once the run is to end. */
  readonly grace: number
  /** How it is told how far the run is. */
  readonly progress: ProgressKind
}

/** What a run is made of. */
export interface RunSetup<G extends Given> {
  readonly options: RunOptions
  readonly work: Work<G>
  readonly input: Input
  readonly results: ResultSink<G>
  readonly report: Report
  /** What a failed item gives nonetheless, by what was thrown; undefined: nothing. */
  readonly givenBy?: (thrown: unknown) => G | undefined
  /** The records of items; undefined: none are kept. */
  readonly kept: OpenRecords<G> | undefined
}

/** A run. */
export class Run<G extends Given> {
  readonly #setup: RunSetup<G>
  readonly #desk: Desk<G>
  readonly #room: Room
  readonly #intake: Intake
  readonly #abort = new AbortController()
  readonly #beganAt = performance.now()
  #progress: Progress = NO_PROGRESS
  #stop: Stop | undefined
  #lastNote: string | undefined
  #isKilled = false
  /** Items that had begun and not ended when what ran was ended. */
  #cutOff: number | undefined
  #onSignal: (() => void) | undefined

  constructor(setup: RunSetup<G>) {
    const { options, work, input, results, report, kept, givenBy } = setup
    this.#setup = setup
    this.#desk = new Desk({ ...options, results, report, records: kept?.records, givenBy }, { halt: (watch) => { this.#haltBy(watch) }, unreadable: (what, isLast) => { this.#endAt(unreadable(what), isLast) } })
    this.#room = new Room({ items: input.items, sequence: this.#desk.sequence, outs: [results, report, ...(kept?.outs ?? [])] })
    this.#intake = new Intake({
      items: input.items,
      isNumbered: input.carried === 'value' || input.isGrouped,
      sentOf: work.sentOf,
      rate: options.rate === undefined ? undefined : new Rate(options.rate),
      host: { room: () => this.#room.wait(), taken: (item) => this.#desk.taken(item) },
    })
    results.onError = (error) => { this.#endNow(outputFailed(error)) }
    results.onWrite = () => { this.#progress.hide() }
    kept?.attach((error) => { this.#endNow(unwritable(error)) })
  }

  /** Runs it to its end, whatever that is. */
  async run(): Promise<Ending> {
    onStopSignal((signal) => { this.#windDown(signalled(signal), signal) }, () => this.#onNextSignal())
    process.on('uncaughtException', (error) => { this.#endNow(brokenBy('stopped by an error outside of any item', error)) })
    const unwatch = this.#watch()
    this.#progress = await startProgress(this.#setup.options.progress, this.#source, { report: this.#setup.report, leavesRoomForBar: this.#setup.results.leavesRoomForBar })
    try {
      await this.#setup.work.run(this.#intake, (outcome) => { this.#ended(outcome) }, this.#abort.signal)
    } catch (error) {
      if (this.#stop === undefined || !this.#abort.signal.aborted) this.#endNow(endedBy(error))
    }
    unwatch()
    if (this.#stop?.isSignal === true) this.#end() // nothing runs any more: what is left need not wait for the grace of that
    this.#desk.sequence?.flush()
    await Promise.all([this.#close(), this.#writeLast()])
    await signalsHeard()
    this.#progress.stop()
    return this.#tell()
  }

  get #source(): ProgressSource { return { tally: this.#desk.tally, extent: () => this.#setup.input.extent(), elapsed: () => this.#elapsed } }
  get #running(): number { return Math.min(this.#intake.running.size, this.#setup.work.running?.() ?? Infinity) }
  get #unfinished(): number { return Math.min(this.#intake.running.size, this.#cutOff ?? this.#running + (this.#setup.work.triedAgain?.size ?? 0)) }
  get #elapsed(): number { return performance.now() - this.#beganAt }

  /** What depends on time. @returns ends it */
  #watch(): () => void {
    const { deadline } = this.#setup.options
    const timer = deadline === undefined ? undefined : setTimeout(() => { this.#windDown(pastDeadline(deadline), `the deadline of ${formatDuration(deadline)} has passed`) }, deadline)
    const { sequence } = this.#desk
    const unwatch = sequence && watchHeadOfLine({
      sequence,
      name: (index) => this.#intake.running.nameOf(index),
      tell: (text) => { this.#setup.report.note(text) },
    })
    return () => {
      clearTimeout(timer)
      unwatch?.()
    }
  }

  #ended(outcome: ItemOutcome<G>): void {
    this.#desk.ended(this.#intake.running.take(outcome.index), outcome)
    this.#room.lookAgain()
  }

  // ---- ending

  #haltBy({ policy: { way, counted }, reason }: HaltWatch): void {
    const stop = halted(counted === 'fail', `halted: ${reason}`)
    if (way === 'now') this.#endNow(stop)
    else this.#beginNoMore(stop)
  }

  /** @returns whether there is nothing left but to end the process */
  #onNextSignal(): boolean {
    const isOver = !this.#setup.work.endsByAbort || this.#isKilled
    this.#isKilled = true
    if (isOver) this.#progress.stop()
    else this.#end()
    this.#setup.work.kill?.()
    return isOver
  }

  /** Begins nothing more, and gives what runs some time. */
  #windDown(stop: Stop, why: string): void {
    const { grace } = this.#setup.options
    this.#beginNoMore(stop)
    if (stop.isSignal === true) this.#onSignal?.()
    const running = this.#running
    if (running === 0) return this.#end()
    this.#setup.report.note(`${why}: ${this.#intake.running.describe(running, this.#setup.work.isRunningBound === true, this.#setup.work.triedAgain)}; waiting ${formatDuration(grace)} at most, a second signal ends it at once`)
    setTimeout(() => { this.#end() }, grace).unref()
  }

  #takeNoMore(stop: Stop): void {
    if (this.#stop === undefined || stop.strength > this.#stop.strength) this.#stop = stop
    this.#intake.end()
    this.#room.lookAgain()
  }

  #beginNoMore(stop: Stop): void {
    this.#takeNoMore(stop)
    this.#setup.work.beginNoMore?.()
  }

  /** Ends at an item: what was handed over before it comes to its end, what was handed over behind it does not. */
  #endAt(stop: Stop, isLast: boolean): void {
    if (isLast) this.#takeNoMore(stop)
    else this.#endNow(stop)
  }

  #endNow(stop: Stop): void {
    this.#beginNoMore(stop)
    this.#end()
  }

  /** Ends what runs: commands by the signal that is to end the run, if it is one. */
  #end(): void {
    this.#cutOff ??= this.#unfinished
    const { ending } = this.#stop!
    const signal = 'signal' in ending ? ending.signal : undefined
    this.#setup.results.cutShort?.()
    this.#abort.abort(Object.assign(new DOMException(signal ?? 'the run has been ended', 'AbortError'), { signal }))
  }

  /** Runs the teardown of the task, once nothing runs any more. */
  async #close(): Promise<void> {
    const { done, skipped } = this.#desk.tally
    const wrong = await closed({ close: () => this.#setup.work.close(), signal: this.#abort.signal, isSetUp: done + skipped > 0 })
    if (wrong === undefined) return
    if (this.#stop === undefined) this.#endNow(wrong)
    else if (this.#stop.isSilent !== true) this.#setup.report.note(wrong.note)
  }

  async #writeLast(): Promise<void> {
    const isWhole = this.#stop === undefined || this.#stop.endsByItself === true
    const written = Promise.all([this.#setup.results.end(isWhole).then((note) => { this.#lastNote = note }), this.#setup.kept?.close()])
    const stopped = new Promise<void>((resolve) => {
      const patience = (): void => void wait(LAST_WRITE_MS).then(resolve)
      // Only a signal cuts off a slow reader: all other ends leave it its time.
      if (this.#stop?.isSignal === true) patience()
      else this.#onSignal = patience
    })
    await Promise.race([written, stopped])
  }

  #tell(): Ending {
    if (this.#stop?.isSignal !== true) releaseSignals()
    const { tally } = this.#desk
    const { ending, note, isSilent }: Pick<Stop, 'ending' | 'note' | 'isSilent'> = this.#stop ?? { ending: { exitCode: tally.failed > 0 ? EXIT.itemFailed : EXIT.ok } }
    if (isSilent) return ending
    for (const text of [note, this.#lastNote]) if (text !== undefined) this.#setup.report.note(text)
    this.#setup.report.summary(tally, this.#unfinished + tally.stopped, this.#elapsed, standingOf(this.#source))
    return ending
  }
}
