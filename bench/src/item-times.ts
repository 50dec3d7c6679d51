// How long each item takes, seen from within its process: from the call of the task to the end of its promise.

import { quantileSorted } from 'simple-statistics'
import type { Job } from './contender.ts'
import type { Percentiles } from './sample.ts'

const MILLISECONDS = 1e3

/** What a job says of its task: as a function, and as workers are to load it. */
export type TaskOfJob = Pick<Job, 'task' | 'pooled'>

/** Notes the times of the items of a run. */
export interface ItemClock {
  /** What of a job has to be another for its times to be noted. */
  note(job: TaskOfJob): Partial<TaskOfJob>
  /** Another run begins. */
  clear(): void
  /** Of the items of the last run. */
  percentiles(): Percentiles
}

/** Of tasks that run in this process. It costs a promise for each item: for items that take a millisecond or more. */
export class ItemTimes implements ItemClock {
  readonly #ms: number[] = []

  note({ task }: TaskOfJob): Partial<TaskOfJob> {
    return {
      task: async (item) => {
        const start = performance.now()
        try {
          return await task(item)
        } finally {
          this.#ms.push(performance.now() - start)
        }
      },
    }
  }

  clear(): void { this.#ms.length = 0 }

  percentiles(): Percentiles { return percentilesOf(this.#ms) }
}

/** @param ms at least one */
export function percentilesOf(ms: Iterable<number>): Percentiles {
  const sorted = [...ms].toSorted((a, b) => a - b)
  const at = (share: number): number => quantileSorted(sorted, share) / MILLISECONDS
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
