// What has become of the items of a run, in numbers.

import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'

/** Failures of one kind that are told one by one; more are counted only. */
export const FAILURES_TOLD = 10

/** How many items failed in one way, and which of them came first in the input. */
export interface FailureGroup {
  readonly count: number
  readonly index: number
  /** That item, as messages name it. */
  readonly first: string
}

const MICROSECONDS = 1_000

/** The counts of a run. */
export class Tally {
  /** Items that gave a result. */
  done = 0
  failed = 0
  skipped = 0
  /** Items that were stopped: they have not ended. */
  stopped = 0
  /** Items of those that ended in an earlier run. */
  recalled = 0
  /** By kind: the code of the error, or its name. */
  readonly failures = new Map<string, FailureGroup>()
  readonly #times: RecordableHistogram = createHistogram({ lowest: 1, highest: Number.MAX_SAFE_INTEGER, figures: 2 })

  /** Items that have ended. */
  get ended(): number { return this.done + this.failed + this.skipped }

  /** An item ran for so many milliseconds. */
  took(ms: number): void { this.#times.record(Math.max(1, Math.round(ms * MICROSECONDS))) }

  /** @returns how many have failed in this way by now, this one included */
  failure(kind: string, index: number, name: string): number {
    this.failed++
    const group = this.failures.get(kind)
    const count = (group?.count ?? 0) + 1
    const isFirst = group === undefined || index < group.index
    this.failures.set(kind, isFirst ? { count, index, first: name } : { ...group, count })
    return count
  }

  /** Milliseconds within which so many percent of the items had ended; 0 where none ran. */
  percentile(percent: number): number { return this.#times.count === 0 ? 0 : this.#times.percentile(percent) / MICROSECONDS }
}
