// How long each item takes, seen from within its process: from the call of the task to the end of its promise.

import { quantileSorted } from 'simple-statistics'
import type { Job } from './contender.ts'
import type { Percentiles } from './sample.ts'

const MILLISECONDS = 1e3

type Task = Job['task']

export class ItemTimes {
  readonly #ms: number[] = []

  /** The task, with its times noted. It costs a promise for each item: for items that take a millisecond or more. */
  note(task: Task): Task {
    return async (item) => {
      const start = performance.now()
      try {
        return await task(item)
      } finally {
        this.#ms.push(performance.now() - start)
      }
    }
  }

  /** Another run begins. */
  clear(): void { this.#ms.length = 0 }

  /** Of the items of the last run. */
  percentiles(): Percentiles {
    const sorted = this.#ms.toSorted((a, b) => a - b)
    const at = (share: number): number => quantileSorted(sorted, share) / MILLISECONDS
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
  }
}
