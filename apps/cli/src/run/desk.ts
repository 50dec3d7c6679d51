// What becomes of items once they have ended: counted, told, and what they give handed over in its turn. Knows nothing of
// how they came to their end.

import { isInputError } from '../errors.ts'
import { describeFailure, oneLine } from '../failure-text.ts'
import { nameOf, type Item } from '../input/item.ts'
import type { ResultSink } from '../output/results.ts'
import type { Report } from '../report.ts'
import { FAILURES_TOLD, Tally } from '../tally.ts'
import { codesOf, isStopped, kindOf, type Failure } from './failure.ts'
import { HaltWatch, type HaltPolicy } from './halt-policy.ts'
import type { Recalled, Records, Result } from './records.ts'
import { Sequence, type Given } from './sequence.ts'
import type { ItemOutcome } from './work.ts'

/** How items are dealt with. */
export interface DeskOptions {
  readonly isUnordered: boolean
  /** What becomes of a record that is no item: it fails, is left out, or ends the run. */
  readonly onParseError: 'fail' | 'skip' | 'stop'
  /** Which failures, or successes, end the run. */
  readonly halt: HaltPolicy | 'never'
  /** Milliseconds of each attempt, for failures that say it was too little. */
  readonly timeout: number | undefined
}

/** What a desk works with. */
export interface DeskSetup<G extends Given> extends DeskOptions {
  readonly results: ResultSink<G>
  readonly report: Report
  /** Undefined: none are kept. */
  readonly records: Records<G> | undefined
  /** What a failed item gives nonetheless, by what was thrown. */
  readonly givenBy: ((thrown: unknown) => G | undefined) | undefined
}

/** Who is told what follows from it for the run. */
export interface DeskHost {
  /** The policy has been reached. */
  halt(watch: HaltWatch): void
  /** What was read is no item, and that is to end the run. @param isLast whether nothing behind it has been handed over */
  unreadable(what: string, isLast: boolean): void
}

type Told = Pick<Result, 'attempts' | 'ms' | 'worker'>
type ResultOf<R> = R extends unknown ? Omit<R, keyof Told> : never

const NEVER_RAN: Told = { attempts: 0, ms: 0, worker: undefined }

/** Deals with the items of a run. */
export class Desk<G extends Given> {
  readonly tally = new Tally()
  /** Undefined where results are written as they come. */
  readonly sequence: Sequence<G> | undefined
  readonly #setup: DeskSetup<G>
  readonly #host: DeskHost
  readonly #halt: HaltWatch | undefined

  constructor(setup: DeskSetup<G>, host: DeskHost) {
    const { halt, isUnordered, results } = setup
    this.#setup = setup
    this.#host = host
    this.#halt = halt === 'never' ? undefined : new HaltWatch(halt)
    this.sequence = isUnordered ? undefined : new Sequence((given) => { results.write(given) })
  }

  /** An item has ended. */
  ended(item: Item, outcome: ItemOutcome<G>): void {
    if (outcome.attempts > 0) this.tally.latencies.add(outcome.ms)
    switch (outcome.status) {
      case 'fulfilled':
        this.tally.done++
        this.#give(item, this.#recorded(item, outcome, { status: 'ok' }, outcome.value))
        return this.#count(false)
      case 'skipped':
        this.tally.skipped++
        return this.#give(item, this.#recorded(item, outcome, { status: 'skipped' }, undefined))
      case 'rejected': return this.#failed(item, outcome.reason, outcome)
    }
  }

  /** An item has been read. @returns whether it is to run */
  taken(item: Item): boolean {
    const recalled = this.#setup.records?.taken(item)
    if (recalled !== undefined) {
      this.#recall(item, recalled)
      return false
    }
    if (item.failure === undefined) return true
    this.#failed(item, { code: undefined, cause: item.failure, attempts: 0 }, NEVER_RAN)
    return false
  }

  /** An item has ended in an earlier run. It is not told again, but it counts. */
  #recall(item: Item, { ended: { status }, given }: Recalled<G>): void {
    this.tally.recalled++
    if (status === 'failed') this.tally.failed++
    else if (status === 'skipped') this.tally.skipped++
    else this.tally.done++
    this.#give(item, given)
  }

  #failed(item: Item, failure: Failure, told: Told): void {
    const { onParseError, timeout, report, givenBy } = this.#setup
    const given = givenBy?.(failure.cause)
    if (isStopped(failure.cause)) {
      this.tally.stopped++
      return this.#give(item, this.#setup.records === undefined ? given : this.#setup.records.stopped(item, given))
    }
    const isUnread = isInputError(failure.cause)
    if (onParseError !== 'fail' && isUnread) return this.#unread(item, failure.cause, onParseError, told)
    const [kind, name, message] = [kindOf(failure), nameOf(item), describeFailure(failure, timeout)]
    const count = this.tally.failure(kind, item.index, name)
    if (count <= FAILURES_TOLD) report.failure(name, message)
    if (count === FAILURES_TOLD + 1) report.note(`more of ${oneLine(kind)}: from here on they are counted only`)
    this.#give(item, this.#recorded(item, told, { status: 'failed', error: { kind, message, ...codesOf(failure.cause) } }, given))
    this.#count(true)
  }

  #unread(item: Item, error: Error, onParseError: 'skip' | 'stop', told: Told): void {
    if (onParseError === 'stop') {
      this.#host.unreadable(`${nameOf(item)}: ${error.message}`, told === NEVER_RAN)
      return this.#give(item, undefined)
    }
    this.tally.skipped++
    this.#give(item, this.#recorded(item, told, { status: 'skipped' }, undefined))
  }

  /** Keeps a record where one is to be kept. @returns what the item gives */
  #recorded(item: Item, { attempts, ms, worker }: Told, result: ResultOf<Result>, given: G | undefined): G | undefined {
    const { records } = this.#setup
    return records === undefined ? given : records.ended(item, { ...result, attempts, ms, worker }, given)
  }

  #give({ index }: Item, given: G | undefined): void {
    if (this.sequence !== undefined) this.sequence.add(index, given)
    else if (given !== undefined) this.#setup.results.write(given)
  }

  #count(isFailure: boolean): void { if (this.#halt?.add(isFailure)) this.#host.halt(this.#halt) }
}
