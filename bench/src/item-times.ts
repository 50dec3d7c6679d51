// How long items take, seen from within their process: from the call of the task to the end of its promise.

import { quantileSorted } from 'simple-statistics'
import type { Job } from './contender.ts'
import type { Percentiles } from './sample.ts'

const MILLISECONDS = 1e3

const MOST = 50_000

/** What a job says of its task: as a function, and as workers are to load it. */
export type TaskOfJob = Pick<Job, 'task' | 'pooled'>

/** Notes the times of the items of a run. */
export interface ItemClock {
  /** What of a job has to be another for its times to be noted. */
  note(job: TaskOfJob): Partial<TaskOfJob>
  /** Whether an item has been noted since it was cleared. */
  readonly hasAny: boolean
  /** Another run begins. */
  clear(): void
  /** Of the items of the last run. */
  percentiles(): Percentiles
}

/** Of tasks that run in this process. It costs a promise for each item: where the time of the run counts, only for items that take a millisecond or more. */
export class ItemTimes implements ItemClock {
  readonly #ms: number[] = []
  readonly #stride: number
  #called = 0

  /** @param items how many there are */
  constructor(items: number) { this.#stride = strideOf(items) }

  get hasAny(): boolean { return this.#ms.length > 0 }

  note({ task }: TaskOfJob): Partial<TaskOfJob> {
    return {
      task: async (item) => {
        if (this.#called++ % this.#stride > 0) return task(item)
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

/** Of so many items each is noted whose number is a multiple of this: a sample of very many does. */
export function strideOf(items: number): number {
  return Math.max(1, Math.floor(items / MOST))
}

/** @param ms at least one */
export function percentilesOf(ms: Iterable<number>): Percentiles {
  const sorted = [...Float64Array.from(ms).sort()]
  const at = (share: number): number => quantileSorted(sorted, share) / MILLISECONDS
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
