// How a command is run, and what is told of one that has.

import type { OnLines } from './line-relay.ts'
import type { Spawner } from './spawner.ts'
import type { Spool, SpoolSpace } from './spool.ts'

/** How a command runs. */
export interface RunOptions {
  readonly spawner: Spawner
  /** Memory for output that waits. */
  readonly space: SpoolSpace
  /**
   * Where its output goes: `capture` keeps it for the result, a function takes it by whole lines as they come, `inherit`
   * lets it write where this process does. Default: `capture`.
   */
  readonly output?: 'capture' | 'inherit' | OnLines | undefined
  /** Most ms from its start; then it is ended. Default: no bound. */
  readonly timeout?: number | undefined
  /** ms from the request to end until its group is killed; default: 5,000. */
  readonly killAfter?: number | undefined
  /** Ends it, with the signal that the reason is or has as `signal`; otherwise with SIGTERM. */
  readonly signal?: AbortSignal | undefined
}

/** A command that has run. */
export interface Ended {
  readonly is: 'ended'
  /** Null where a signal ended it. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** Why it was ended before its time, if it was: it ran too long, was stopped, or its output could not be kept or handed on. */
  readonly cut: 'timeout' | 'abort' | 'output' | undefined
  /** Of `cut: 'output'`. */
  readonly outputError: unknown
  /** What was captured, in memory or on the disk. */
  readonly stdout: Spool
  readonly stderr: Spool
}
