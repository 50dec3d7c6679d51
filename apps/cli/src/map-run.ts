// One run of `parmap map`: items in, results out, and every way in which it can end. Knows the executor; reading,
// writing and telling are done elsewhere.

import type { Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { Executor, Outcome, Retries, Settled, TaskError } from '@parmap/core'
import { closed } from './closing.ts'
import { isItemError } from './errors.ts'
import { LAST_WRITE_MS, type Ending } from './exit.ts'
import { EXIT } from './exit-codes.ts'
import { describeFailure } from './failure-text.ts'
import { CompletionOrder, haltingResults, InputOrder, type Indexes, type Result } from './halting.ts'
import type { Input } from './input/input.ts'
import type { MapRequest } from './map-options.ts'
import { ResultWriter } from './output/result-writer.ts'
import { NO_PROGRESS, showProgress, type Progress } from './progress.ts'
import type { Report } from './report.ts'
import { onStopSignal, releaseSignals, signalsHeard } from './signals.ts'
import { brokenBy, endedBy, outputFailed, signalled, type Stop } from './stop.ts'
import type { Tally } from './tally.ts'
import { text, type TextJob } from './worker/text-task.ts'
import type { UserTask } from './worker/user-task.ts'

/** What a run is made of. */
export interface MapRunSetup {
  readonly request: MapRequest
  readonly task: UserTask
  readonly executor: Executor
  readonly input: Input
  readonly stdout: Writable
  readonly report: Report
}

/** A run of `parmap map`. */
export class MapRun {
  readonly #request: MapRequest
  readonly #input: Input
  readonly #report: Report
  readonly #writer: ResultWriter
  readonly #isTerminal: boolean
  readonly #executor: Executor
  readonly #results: AsyncIterable<Settled<string> | Result>
  readonly #abort = new AbortController()
  readonly #beganAt = performance.now()
  readonly #tally: Tally = { fulfilled: 0, written: 0, failed: 0, skipped: 0 }
  /** Only where a failure halts the run. */
  readonly #indexes: Indexes | undefined
  #progress: Progress = NO_PROGRESS
  #stop: Stop | undefined
  #goOn: (() => void) | undefined

  constructor({ request, task, executor, input, stdout, report }: MapRunSetup) {
    this.#request = request
    this.#input = input
    this.#report = report
    this.#isTerminal = (stdout as Partial<typeof process.stdout>).isTTY === true
    this.#writer = new ResultWriter({
      stream: stdout,
      onError: (error) => { this.#stopFor(outputFailed(error)) },
      onWrite: () => { if (this.#isTerminal) this.#progress.hide() },
    })
    if (request.halt !== 'never') this.#indexes = request.isUnordered ? new CompletionOrder() : new InputOrder(input.places)
    this.#executor = executor
    this.#results = this.#start(task)
  }

  #start({ module, exportName }: UserTask): AsyncIterable<Settled<string> | Result> {
    const { isUnordered, jobs: concurrency, retries: limit, timeout, to } = this.#request
    const task = text.with({ module, exportName, carried: this.#input.carried, to } satisfies TextJob)
    const retries: Retries = { limit, retryIf: ({ cause }) => !isItemError(cause) } // which would fail again
    const verb = isUnordered ? 'imapUnordered' : 'imap'
    const options = { concurrency, retries, timeout, signal: this.#abort.signal, onOutcome: (outcome: Outcome<string>) => { this.#ended(outcome) } }
    if (this.#indexes === undefined) return this.#executor[verb](task, this.#input.items, { ...options, errors: 'settle' })
    return haltingResults(this.#executor[verb](task, this.#input.items, { ...options, errors: 'stop' }), this.#indexes)
  }

  /** Runs it to its end, whatever that is. */
  async run(): Promise<Ending> {
    onStopSignal((signal) => { this.#stopOn(signal) }, () => { this.#progress.stop() })
    process.on('uncaughtException', (error) => { this.#stopFor(brokenBy('stopped by an error outside of any item', error)) })
    await this.#showProgress()
    try {
      await this.#writeResults()
    } catch (error) {
      if (this.#stop === undefined) this.#stopFor(endedBy(error))
    }
    await Promise.all([this.#close(), this.#writeLast()])
    await signalsHeard()
    this.#progress.stop()
    return this.#tell()
  }

  async #writeResults(): Promise<void> {
    for await (const result of this.#results) {
      if (result.status === 'fulfilled') this.#write(result.index, result.value)
      if (this.#writer.isFull || this.#report.isFull) await this.#room()
    }
  }

  /** Resolves when stdout and stderr take more, or the run is to stop. */
  async #room(): Promise<void> {
    while (this.#stop === undefined && (this.#writer.isFull || this.#report.isFull)) {
      await new Promise<void>((resolve) => {
        this.#goOn = resolve
        void (this.#writer.isFull ? this.#writer : this.#report).drained().then(resolve)
      })
    }
  }

  #write(index: number, result: string): void {
    this.#writer.write(result)
    this.#tally.written++
    this.#input.places.delete(index)
  }

  /** An item has ended: told in completion order, before its result comes in its turn. */
  #ended(outcome: Outcome<string>): void {
    switch (outcome.status) {
      case 'fulfilled':
        this.#tally.fulfilled++
        this.#indexes?.add(outcome.index)
        break
      case 'skipped':
        this.#tally.skipped++
        this.#input.places.delete(outcome.index)
        break
      case 'rejected':
        this.#failed(outcome.index, outcome.reason)
    }
  }

  #failed(index: number, error: TaskError): void {
    this.#tally.failed++
    this.#report.failure(this.#input.places.name(index), describeFailure(error, this.#request.timeout))
    this.#input.places.delete(index)
  }

  // ---- ending

  #stopOn(signal: NodeJS.Signals): void {
    if (this.#stop === undefined) this.#report.note(`${signal}: stopping what runs; a second one ends it at once`)
    this.#stopFor(signalled(signal))
  }

  #stopFor(stop: Stop): void {
    // A signal is the stronger reason: whoever sent it must see it.
    if (this.#stop === undefined || stop.isSignal) this.#stop = stop
    this.#abort.abort()
    this.#goOn?.()
  }

  /** Runs the teardown of the task, once nothing runs any more. */
  async #close(): Promise<void> {
    const { fulfilled, skipped } = this.#tally
    const wrong = await closed({ close: () => this.#executor.close(), signal: this.#abort.signal, isSetUp: fulfilled + skipped > 0 })
    if (wrong === undefined) return
    if (this.#stop === undefined) this.#stopFor(wrong)
    else if (this.#stop.isSilent !== true) this.#report.note(wrong.note)
  }

  async #writeLast(): Promise<void> {
    const written = this.#writer.end()
    const stopped = new Promise<void>((resolve) => {
      const patience = (): void => void wait(LAST_WRITE_MS).then(resolve)
      if (this.#abort.signal.aborted) patience()
      else this.#abort.signal.addEventListener('abort', patience, { once: true })
    })
    await Promise.race([written, stopped])
  }

  #tell(): Ending {
    if (this.#stop?.isSignal !== true) releaseSignals()
    const { ending, note, isSilent }: Stop = this.#stop ?? { ending: { exitCode: this.#tally.failed > 0 ? EXIT.itemFailed : EXIT.ok } }
    if (isSilent) return ending
    if (note !== undefined) this.#report.note(note)
    this.#report.summary(this.#tally, this.#input.items.read, performance.now() - this.#beganAt)
    return ending
  }

  async #showProgress(): Promise<void> {
    if (this.#isTerminal && this.#request.to === 'raw') return // its output has no lines to stand above a bar
    this.#progress = await showProgress({ tally: this.#tally, extent: () => this.#input.extent(), elapsed: () => performance.now() - this.#beganAt })
  }
}
