// How long items take, seen from within their process: from the call of the task to the end of its promise.

import { quantileSorted } from 'simple-statistics'
import type { Job } from './contender.ts'
import type { Percentiles } from './sample.ts'

const MILLISECONDS = 1e3

const ALL_UP_TO = 65_536
const ONE_OF = 64

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

/** Of tasks that run in this process. It costs a promise for each item: where the time of the run counts, only for items that take a millisecond or more. */
export class ItemTimes implements ItemClock {
  readonly #ms: number[] = []
  #called = 0

  /** Whether it has noted anything since it was cleared. */
  get hasAny(): boolean { return this.#ms.length > 0 }

  note({ task }: TaskOfJob): Partial<TaskOfJob> {
    return {
      task: async (item) => {
        if (!isNoted(this.#called++)) return task(item)
        const start = performance.now()
        try {
          return await task(item)
        } finally {
          this.#ms.push(performance.now() - start)
        }
      },
    }
  }

  clear(): void {
    this.#ms.length = 0
    this.#called = 0
  }

  percentiles(): Percentiles { return percentilesOf(this.#ms) }
}

/** Whether an item is noted, by how many were called before it in its worker: after many, a sample does. */
export function isNoted(before: number): boolean {
  return before < ALL_UP_TO || before % ONE_OF === 0
}

/** @param ms at least one */
export function percentilesOf(ms: Iterable<number>): Percentiles {
  const sorted = [...Float64Array.from(ms).sort()]
  const at = (share: number): number => quantileSorted(sorted, share) / MILLISECONDS
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
