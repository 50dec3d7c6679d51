// What can be seen of a program while it is played.

import type { ExecutorStats, Outcome, Progress } from '@parmap/core'
import type { SimulatedEvent } from '@parmap/core/testing'
import { nothingRead, type Reading } from '../support/watched-reading.ts'

/** What was seen of one run. */
export interface Seen extends Reading {
  readonly values: unknown[]
  /** What it was rejected with, in an object because that may be anything. */
  rejected?: { readonly error: unknown }
  readonly outcomes: Outcome<unknown>[]
  readonly progress: Progress[]
  /** Index and attempt of every start, in order. */
  readonly starts: (readonly [index: number, attempt: number])[]
  /** How much had been pulled when the executor was closed. */
  pulledAtClose: number | undefined
  /** The run has been called. */
  isBegun: boolean
  /** When attempts ended by throwing, by index. */
  readonly thrownAt: Map<number, number>
  /** Retries that came before their delay was over. */
  hasty: number
  /** It was aborted before anything else had ended it. */
  isAborted: boolean
  /** The caller has its answer. */
  isOver: boolean
  /** When the caller had it. */
  overAt?: number
  mostRunning: number
  /** The most items read and not handed over. */
  mostAhead: number
}

/** What was seen of a program. */
export interface Played {
  readonly runs: readonly Seen[]
  readonly log: readonly SimulatedEvent[]
  readonly mostRunning: number
  readonly statsAtEnd: ExecutorStats
  /** Starts and reads that came after everything had stopped. */
  readonly late: number
  /** Starts while the executor was paused, after all that had been sent before could have come. */
  readonly whilePaused: number
  /** Items that runs of lower priority read while one of higher priority could have had the slots. */
  readonly overtakings: number
  /** Items that were read while no slot was free. */
  readonly overfillings: number
}

export function nothingSeen(): Seen {
  return { values: [], outcomes: [], progress: [], starts: [], ...nothingRead(), pulledAtClose: undefined, isBegun: false, thrownAt: new Map(), hasty: 0, isAborted: false, isOver: false, mostRunning: 0, mostAhead: 0 }
}
