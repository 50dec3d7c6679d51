// The reasons for which a run ends before its items do, and what each means for the end of the command.

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
}

/** Someone has sent a signal, and is to see it. */
export function signalled(signal: NodeJS.Signals): Stop {
  return { ending: { signal }, isSignal: true }
}

/** The results cannot be written, or nobody reads them any more. */
export function outputFailed(error: NodeJS.ErrnoException): Stop {
  if (error.code === 'EPIPE') return { ending: { exitCode: EXIT.closedPipe }, isSilent: true }
  return { ending: { exitCode: EXIT.stream }, note: `cannot write the results: ${error.message}` }
}

/** An error that is no item's, nor the input's. */
export function brokenBy(what: string, error: unknown): Stop & { readonly note: string } {
  return { ending: { exitCode: EXIT.itemFailed }, note: `${what}: ${describeAtLength(error)}` }
}

/** What the executor's stream threw: the input cannot be read, or the task cannot run. */
export function endedBy(error: unknown): Stop {
  if (error instanceof CommandError) return { ending: { exitCode: error.exitCode }, note: error.message }
  const reason = userReason(error)
  return CANNOT_RUN.has(codeOf(reason)) ? { ending: { exitCode: EXIT.cannotRun }, note: describeOwn(reason as Error) } : brokenBy('stopped', error)
}

const CANNOT_RUN: ReadonlySet<unknown> = new Set(['PARMAP_SETUP_FAILED', 'PARMAP_TASK_LOAD_FAILED', 'PARMAP_TASK_NOT_FOUND', 'PARMAP_WORKER_LOST'])

/** What is wrong with the user's task, where it came as what is wrong with the command's own, which runs it. */
export function userReason(error: unknown): unknown {
  const { cause } = Object(error) as { readonly cause?: unknown }
  return CANNOT_RUN.has(codeOf(cause)) ? cause : error
}
