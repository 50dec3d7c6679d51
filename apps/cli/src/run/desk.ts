// What becomes of items once they have ended: counted, told, and what they give handed over in its turn. Knows nothing of
// how they came to their end.

import type { Outcome } from '@parmap/core'
import { isInputError } from '../errors.ts'
import { describeFailure } from '../failure-text.ts'
import { nameOf, type Item } from '../input/item.ts'
import type { Results } from '../output/results.ts'
import type { Report } from '../report.ts'
import { FAILURES_TOLD, Tally } from '../tally.ts'
import { kindOf, type Failure } from './failure.ts'
import { HaltWatch, type HaltPolicy } from './halt-policy.ts'
import { Sequence } from './sequence.ts'

/** How items are dealt with. */
export interface DeskOptions {
  readonly isUnordered: boolean
  /** What becomes of a record that is no item: it fails, is left out, or ends the run. */
  readonly onParseError: 'fail' | 'skip' | 'stop'
  /** Which failures, or successes, end the run. */
  readonly halt: HaltPolicy | 'never'
  /** Milliseconds of each attempt, for failures that say it was too little. */
  readonly timeout?: number
}

/** Who is told what follows from it for the run. */
export interface DeskHost {
  /** The policy has been reached. */
  halt(watch: HaltWatch): void
  /** What was read is no item, and that is to end the run. */
  unreadable(what: string): void
}

/** Deals with the items of a run. */
export class Desk {
  readonly tally = new Tally()
  /** Undefined where results are written as they come. */
  readonly sequence: Sequence | undefined
  readonly #options: DeskOptions
  readonly #results: Results
  readonly #report: Report
  readonly #host: DeskHost
  readonly #halt: HaltWatch | undefined

  constructor(options: DeskOptions, results: Results, report: Report, host: DeskHost) {
    this.#options = options
    this.#results = results
    this.#report = report
    this.#host = host
    this.#halt = options.halt === 'never' ? undefined : new HaltWatch(options.halt)
    this.sequence = options.isUnordered ? undefined : new Sequence((text) => { results.write(text) })
  }

  /** An item has ended. */
  ended(item: Item, outcome: Outcome<string>): void {
    if (outcome.attempts > 0) this.tally.took(outcome.ms)
    switch (outcome.status) {
      case 'fulfilled':
        this.tally.done++
        this.#give(item, outcome.value)
        return this.#count(false)
      case 'skipped':
        this.tally.skipped++
        return this.#give(item, undefined)
      case 'rejected': return this.#failed(item, outcome.reason)
    }
  }

  /** A record is no item. */
  refused(item: Item): void { this.#failed(item, { code: undefined, cause: item.failure, attempts: 0 }) }

  #failed(item: Item, failure: Failure): void {
    const { onParseError, timeout } = this.#options
    if (onParseError !== 'fail' && isInputError(failure.cause)) return this.#unread(item, failure.cause, onParseError)
    const [kind, name] = [kindOf(failure), nameOf(item)]
    const count = this.tally.failure(kind, item.index, name)
    if (count <= FAILURES_TOLD) this.#report.failure(name, describeFailure(failure, timeout))
    if (count === FAILURES_TOLD + 1) this.#report.note(`more of ${kind}: from here on they are counted only`)
    this.#give(item, undefined)
    this.#count(true)
  }

  #unread(item: Item, error: Error, onParseError: 'skip' | 'stop'): void {
    if (onParseError === 'stop') this.#host.unreadable(`${nameOf(item)}: ${error.message}`)
    else this.tally.skipped++
    this.#give(item, undefined)
  }

  #give({ index }: Item, text: string | undefined): void {
    if (this.sequence !== undefined) this.sequence.add(index, text)
    else if (text !== undefined) this.#results.write(text)
  }

  #count(isFailure: boolean): void { if (this.#halt?.add(isFailure)) this.#host.halt(this.#halt) }
}
