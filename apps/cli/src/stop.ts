// The reasons for which a run ends before its items do, and what each means for the end of the command.

import { formatDuration } from './durations.ts'
import { codeOf, CommandError } from './errors.ts'
import type { Ending } from './exit.ts'
import { EXIT } from './exit-codes.ts'
import { describeAtLength, describeOwn } from './failure-text.ts'

/** Why a run ends before its items do. */
export interface Stop {
  readonly ending: Ending
  /** Said at the end, before the summary. */
  readonly note?: string
  /** Nothing is said, not even the summary. */
  readonly isSilent?: boolean
  readonly isSignal?: boolean
  /** The run has reached what it was to reach: its results are whole. */
  readonly endsByItself?: boolean
  /** Of two reasons the stronger one is told. */
  readonly strength: Strength
}

const STRENGTH = { broken: 0, halted: 1, stream: 2, cannotRun: 3, signal: 4 } as const
type Strength = (typeof STRENGTH)[keyof typeof STRENGTH]

/** The input is not what it was said to be. */
export function unreadable(note: string): Stop {
  return { ending: { exitCode: EXIT.stream }, note, strength: STRENGTH.stream }
}

/** Someone has sent a signal, and is to see it. */
export function signalled(signal: NodeJS.Signals): Stop {
  return { ending: { signal }, isSignal: true, strength: STRENGTH.signal }
}

/** A halt policy has been reached. @param isFailure whether it is one that items reach by failing */
export function halted(isFailure: boolean, note: string): Stop {
  return { ending: { exitCode: isFailure ? EXIT.halted : EXIT.ok }, note, endsByItself: !isFailure, strength: STRENGTH.halted }
}

/** The time that all had is over. @param ms how much that was */
export function pastDeadline(ms: number): Stop {
  return { ending: { exitCode: EXIT.halted }, note: `stopped at the deadline of ${formatDuration(ms)}`, strength: STRENGTH.halted }
}

/** The results cannot be written, or nobody reads them any more. */
export function outputFailed(error: NodeJS.ErrnoException): Stop {
  if (error.code === 'EPIPE') return { ending: { exitCode: EXIT.closedPipe }, isSilent: true, strength: STRENGTH.stream }
  return { ending: { exitCode: EXIT.stream }, note: `cannot write the results: ${error.message}`, strength: STRENGTH.stream }
}

/** A journal, or records of failures, cannot be written any more: going on would lose them. */
export function unwritable({ message }: Error): Stop {
  return { ending: { exitCode: EXIT.stream }, note: message, strength: STRENGTH.stream }
}

/** An error that is no item's, nor the input's. */
export function brokenBy(what: string, error: unknown): Complaint {
  return broken(`${what}: ${describeAtLength(error)}`)
}

/** A stop that says why. */
export type Complaint = Stop & { readonly note: string }

/** Something that is no item's went wrong. */
export function broken(note: string): Complaint {
  return { ending: { exitCode: EXIT.itemFailed }, note, strength: STRENGTH.broken }
}

/** What the executor's stream threw: the input cannot be read, or the task cannot run. */
export function endedBy(error: unknown): Stop {
  if (error instanceof CommandError) return { ending: { exitCode: error.exitCode }, note: error.message, strength: STRENGTH.stream }
  const reason = userReason(error)
  return CANNOT_RUN.has(codeOf(reason)) ? { ending: { exitCode: EXIT.cannotRun }, note: describeOwn(reason as Error), strength: STRENGTH.cannotRun } : brokenBy('stopped', error)
}

const CANNOT_RUN: ReadonlySet<unknown> = new Set(['PARMAP_SETUP_FAILED', 'PARMAP_TASK_LOAD_FAILED', 'PARMAP_TASK_NOT_FOUND', 'PARMAP_WORKER_LOST'])

/** What is wrong with the user's task, where it came as what is wrong with the command's own, which runs it. */
export function userReason(error: unknown): unknown {
  const { cause } = Object(error) as { readonly cause?: unknown }
  return CANNOT_RUN.has(codeOf(cause)) ? cause : error
}
