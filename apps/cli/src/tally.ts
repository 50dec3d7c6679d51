// What has become of the items of a run, in numbers.

import { Latencies } from './latencies.ts'

/** Failures of one kind that are told one by one; more are counted only. */
export const FAILURES_TOLD = 10

/** How many items failed in one way, and which of them came first in the input. */
export interface FailureGroup {
  readonly count: number
  readonly index: number
  /** That item, as messages name it. */
  readonly first: string
}

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
  /** How long items ran. */
  readonly latencies = new Latencies()

  /** Items that have ended. */
  get ended(): number { return this.done + this.failed + this.skipped }

  /** @returns how many have failed in this way by now, this one included */
  failure(kind: string, index: number, name: string): number {
    this.failed++
    const group = this.failures.get(kind)
    const count = (group?.count ?? 0) + 1
    const isFirst = group === undefined || index < group.index
    this.failures.set(kind, isFirst ? { count, index, first: name } : { ...group, count })
    return count
  }
}
