// The kinds of failures, as `--retry-on` names them.

import { codeOf } from '../errors.ts'

/** `exit`: it ended by itself, in failure; `signal`: something killed it; `timeout`: it ran too long; `crash`: its worker was lost, or it could not be started. */
export const RETRY_KINDS = ['exit', 'signal', 'timeout', 'crash'] as const
/** One of {@link RETRY_KINDS}. */
export type RetryKind = (typeof RETRY_KINDS)[number]

/** The kind of an item's failure on an executor. */
export function retryKindOf(error: unknown): RetryKind {
  switch (codeOf(error)) {
    case 'PARMAP_TIMEOUT': return 'timeout'
    case 'PARMAP_WORKER_LOST': return 'crash'
    default: return 'exit'
  }
}

/** The kinds in a list such as `timeout,crash`; undefined where one is none. */
export function parseRetryKinds(text: string): ReadonlySet<RetryKind> | undefined {
  const names = text.split(',')
  return names.every((name): name is RetryKind => (RETRY_KINDS as readonly string[]).includes(name)) ? new Set(names) : undefined
}
