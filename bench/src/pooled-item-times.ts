// How long items take where workers run them, of whatever pool: they are given a task of ours, which runs the workload's
// and notes its times in a file. Nothing but a file is common to the threads and processes of everybody.

import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ItemTimes, percentilesOf, strideOf, type ItemClock, type TaskOfJob } from './item-times.ts'
import type { Asked } from './pool-workers/timed-task.ts'
import type { Percentiles } from './sample.ts'

const TIMED_TASK = new URL('pool-workers/timed-task.js', import.meta.url)

/** Of tasks that run in workers. It costs some 3 µs where an item runs alone: where the time of the run counts, only for items that take a millisecond or more. */
export class PooledItemTimes implements ItemClock {
  /** In the round's own folder, which the parent removes. */
  readonly #file = join(tmpdir(), `item-times-${process.pid}`)
  readonly #stride: number

  /** @param items how many there are */
  constructor(items: number) { this.#stride = strideOf(items) }

  get hasAny(): boolean { return statSync(this.#file).size > 0 }

  note({ pooled }: TaskOfJob): Partial<TaskOfJob> {
    const { module, name, setup, moved } = pooled!
    const url = new URL(TIMED_TASK)
    const asked = { module, name, file: this.#file, stride: String(this.#stride), ...(setup !== undefined && { setup }), ...(moved !== undefined && { moved }) }
    url.search = new URLSearchParams(asked satisfies Asked).toString() // not the environment: tinypool's processes have one of their own
    const exports = { name: 'task', ...(setup !== undefined && { setup: 'setup', defined: 'defined' }), ...(moved !== undefined && { moved: 'moved' }) }
    return { pooled: { ...pooled!, module: url.href, ...exports } }
  }

  clear(): void { writeFileSync(this.#file, '') }

  percentiles(): Percentiles {
    const { buffer } = new Uint8Array(readFileSync(this.#file)) // a copy, whose numbers begin where they have to
    return percentilesOf(new Float64Array(buffer))
  }
}

/** The times of so many items of a job, where its workload has them run. */
export function itemClock({ pooled }: Partial<TaskOfJob>, items: number): ItemClock {
  return pooled === undefined ? new ItemTimes(items) : new PooledItemTimes(items)
}
