// How long each item takes where workers run it, of whatever pool: they are given a task of ours, which runs the workload's
// and notes its times in a file. Nothing but a file is common to the threads and processes of everybody.

import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { percentilesOf, type ItemClock, type TaskOfJob } from './item-times.ts'
import type { Percentiles } from './sample.ts'

const TIMED_TASK = new URL('pool-workers/timed-task.js', import.meta.url)

/** Of tasks that run in workers, and keep no state there. It costs some 3 µs where an item runs alone: for items that take a millisecond or more. */
export class PooledItemTimes implements ItemClock {
  /** In the round's own folder, which the parent removes. */
  readonly #file = join(tmpdir(), `item-times-${process.pid}`)

  note({ pooled }: TaskOfJob): Partial<TaskOfJob> {
    const { module, name } = pooled!
    const url = new URL(TIMED_TASK)
    url.search = new URLSearchParams({ module, name, file: this.#file }).toString() // not the environment: tinypool's processes have one of their own
    return { pooled: { ...pooled!, module: url.href, name: 'task' } }
  }

  clear(): void { writeFileSync(this.#file, '') }

  percentiles(): Percentiles {
    const { buffer } = new Uint8Array(readFileSync(this.#file)) // a copy, whose numbers begin where they have to
    return percentilesOf(new Float64Array(buffer))
  }
}
