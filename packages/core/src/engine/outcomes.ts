// What the end of an item means to its run: counted, put among the results, told to callbacks, or ending the run. Each
// item comes here once; retries have been made before.

import { failedItems, type TaskError } from '../errors.ts'
import type { ErrorMode, Outcome } from '../outcome.ts'
import { skip } from '../skip.ts'
import { isThenable } from '../thenable.ts'
import type { Ending, Results } from './results.ts'
import type { RunEvents } from './run-events.ts'

/** Where and how long an item ran. */
export interface Told {
  readonly index: number
  readonly attempts: number
  readonly ms: number
  readonly worker: string | undefined
}

/** What the caller wants to know. */
interface Wanted {
  readonly errors: ErrorMode
  readonly onOutcome: ((outcome: Outcome<never>) => unknown) | undefined
}

/** The run, which a callback of the user's ends by throwing. */
interface Endable {
  readonly isOver: boolean
  end(error: unknown): void
}

export class Outcomes {
  completed = 0
  failed = 0
  skipped = 0
  /** Whether outcomes have to be made as objects: for records, a callback or a subscriber. */
  readonly isTold: boolean
  /** Whether a function of the user's is called with them. */
  readonly isHeard: boolean
  readonly #results: Results
  readonly #errors: ErrorMode
  readonly #wanted: Wanted
  readonly #events: RunEvents
  readonly #run: Endable
  #failures: TaskError[] | undefined = undefined

  constructor(run: Endable, results: Results, wanted: Wanted, events: RunEvents) {
    this.#run = run
    this.#results = results
    this.#errors = wanted.errors
    this.#wanted = wanted
    this.#events = events
    this.isHeard = wanted.onOutcome !== undefined
    this.isTold = wanted.errors === 'settle' || wanted.onOutcome !== undefined || events.areItemsHeard
  }

  get ended(): number { return this.completed + this.failed + this.skipped }

  /** A value, in a run that tells nobody. */
  fulfilled(index: number, value: unknown): void {
    if (value === skip) {
      this.skipped++
      return this.#results.omit(index)
    }
    this.completed++
    this.#results.place(index, value)
  }

  /** The first `count` of these values, from an index on, in a run that tells nobody. */
  fulfilledAll(first: number, values: ArrayLike<unknown>, count: number): void {
    if (!ArrayBuffer.isView(values)) {
      for (let n = 0; n < count; n++) this.fulfilled(first + n, values[n])
      return
    }
    this.completed += count // no number is skipped
    this.#results.placeRow(first, values, count)
  }

  /** A value, in a run that makes outcomes. Spelt out, because a spread costs 50 times as much. */
  fulfilledTold(index: number, attempts: number, ms: number, worker: string | undefined, value: unknown): void {
    if (value === skip) {
      this.skipped++
      this.#tell({ index, attempts, ms, worker, status: 'skipped' })
      if (!this.#run.isOver) this.#results.omit(index)
      return
    }
    const outcome = { index, attempts, ms, worker, status: 'fulfilled', value } as const
    this.completed++
    this.#tell(outcome)
    if (this.#run.isOver) return
    this.#results.place(index, this.#errors === 'settle' ? outcome : value)
  }

  rejected(told: Told, reason: TaskError): void {
    const outcome = { ...told, status: 'rejected', reason } as const
    this.failed++
    if (this.isTold) this.#tell(outcome)
    if (this.#run.isOver) return
    if (this.#errors === 'settle') return this.#results.place(told.index, outcome)
    if (this.#errors === 'stop') return this.#results.stop(told.index, reason)
    this.#failures ??= []
    this.#failures.push(reason)
    this.#results.omit(told.index)
  }

  /** How a run ends of which every item has ended: well, or with all failures together. */
  ending(): Ending | undefined {
    if (this.#failures === undefined) return undefined
    return { error: failedItems(this.#failures.sort((a, b) => a.index - b.index), this.ended) }
  }

  #tell(outcome: Outcome<unknown>): void {
    const { onOutcome } = this.#wanted
    this.#events.itemEnd(outcome)
    if (onOutcome === undefined) return
    try {
      const returned = onOutcome(outcome as Outcome<never>)
      if (isThenable(returned)) void Promise.resolve(returned).then(undefined, (error: unknown) => { this.#run.end(error) })
    } catch (error) {
      this.#run.end(error)
    }
  }
}
