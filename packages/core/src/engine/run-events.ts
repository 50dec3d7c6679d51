// What a run tells to node:diagnostics_channel. Each method costs one property read where nobody listens.

import { channels } from '../diagnostics.ts'
import type { TaskError } from '../errors.ts'
import type { Outcome } from '../outcome.ts'
import type { Flight } from './flight.ts'
import type { Ending } from './results.ts'

/** How many items of a run have ended, by how they ended. */
interface Counts {
  readonly completed: number
  readonly failed: number
  readonly skipped: number
}

export class RunEvents {
  readonly executor: string
  readonly run: number

  constructor(executor: string, run: number) {
    this.executor = executor
    this.run = run
  }

  /** Whether someone wants to know of every item. */
  get areItemsHeard(): boolean { return channels.itemEnd.hasSubscribers }

  runStart(task: unknown, total: number | undefined): void {
    if (channels.runStart.hasSubscribers) channels.runStart.publish({ ...this, task, total })
  }

  runEnd({ completed, failed, skipped }: Counts, ms: number, ending: Ending | undefined): void {
    if (channels.runEnd.hasSubscribers) channels.runEnd.publish({ ...this, completed, failed, skipped, ms, ...ending })
  }

  batchStart({ id: batch, first, indexes, items, held: slots }: Flight): void {
    if (channels.batchStart.hasSubscribers) channels.batchStart.publish({ ...this, batch, first: indexes?.[0] ?? first, items: items.length, slots })
  }

  batchEnd({ id: batch, worker }: Flight): void {
    if (channels.batchEnd.hasSubscribers) channels.batchEnd.publish({ ...this, batch, worker })
  }

  itemEnd(outcome: Outcome<unknown>): void {
    if (channels.itemEnd.hasSubscribers) channels.itemEnd.publish({ ...this, outcome })
  }

  itemRetry(index: number, attempt: number, delay: number, error: TaskError): void {
    if (channels.itemRetry.hasSubscribers) channels.itemRetry.publish({ ...this, index, attempt, delay, error })
  }
}
