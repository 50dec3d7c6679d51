// What a process that measures is told, and what it tells: as JSON in its only argument, and on a descriptor of its own.

import type { TextJob } from '../worker/text-task.ts'
import type { Candidate } from './candidate.ts'
import type { Measured, Percentiles, Repetition } from './measuring.ts'

/** What one process is to do. */
export interface Order {
  readonly job: TextJob
  /** The file of the items; see `item-file.ts`. */
  readonly items: string
  /** The first so many of them. */
  readonly count: number
  readonly candidate: Candidate
  /** Undefined: once. */
  readonly repetition: Repetition | undefined
  /** Milliseconds after which a plain loop takes no more items; undefined: all of them. */
  readonly enoughMs: number | undefined
  /** The file with what each item is to come to; undefined: not compared. */
  readonly expected: string | undefined
  /** Where to write what each item has come to; undefined: nowhere. */
  readonly outcomes: string | undefined
}

/** What it tells beside the figures of any process that is measured. */
export interface OwnMeasured extends Measured {
  /** Items that have come to their end, in one run. */
  readonly items: number
  /** Of the first run, from 0 to 1: how long the event loop of the process did not wait. Not the processor's time, which is less where others have it. */
  readonly busy: number
  /** Of the same, as far as the system tells, else 0: how long its main thread neither waited for the event loop nor computed, nor wanted to. */
  readonly blocked: number
  /** From the start of the first run to its first result. */
  readonly firstResultSeconds: number
  /** How long an item ran, where it ran; undefined where nobody looked, since looking would have slowed it down. */
  readonly itemSeconds: Percentiles | undefined
  /** Items that travelled together, on average of the last run; undefined where none travels. */
  readonly batchItems: number | undefined
  /** Whether processor time and memory are those of all processes that took part; else they are of the one that reports. */
  readonly isOfAll: boolean
}
