// A failed item, and of which kind it is.

import { isInputError, isItemError } from '../errors.ts'
import type { RetryKind } from './retry-kind.ts'

/** Why an item failed: an error of its executor, or why it was no item. */
export interface Failure {
  readonly code: string | undefined
  /** What was thrown, or what it comes from. */
  readonly cause?: unknown
  /** How often it was started. */
  readonly attempts: number
  readonly message?: string | undefined
}

const OWN_WORDS: Readonly<Record<string, string>> = { PARMAP_TIMEOUT: 'timeout', PARMAP_WORKER_LOST: 'crash' }

/** A command, or whatever else ends otherwise than by throwing, that has failed: known by this symbol. */
export const FAILED_WORK: unique symbol = Symbol('parmap.cli.failed-work')

/** What is known of it. */
export interface FailedWork {
  readonly is: RetryKind | 'stopped'
  /** Of a command that ended by itself. */
  readonly exit?: number | undefined
  /** Of a command that a signal ended. */
  readonly signal?: string | undefined
}

function workIn(thrown: unknown): FailedWork | undefined {
  try {
    return (Object(thrown) as { readonly [FAILED_WORK]?: FailedWork })[FAILED_WORK]
  } catch {
    return undefined // a proxy that throws
  }
}

/** Whether it is the failure of work that throws nothing: its message says all. */
export function isFailedWork(thrown: unknown): thrown is Error { return workIn(thrown) !== undefined }

/** Whether it was stopped by the command itself: then it has not failed. */
export function isStopped(thrown: unknown): boolean { return workIn(thrown)?.is === 'stopped' }

/** The codes that a record keeps. */
export function codesOf(thrown: unknown): { readonly code?: string | undefined; readonly exit?: number | undefined; readonly signal?: string | undefined } {
  const work = workIn(thrown)
  return work === undefined ? { code: codeIn(thrown) } : { exit: work.exit, signal: work.signal }
}

/** The code of what was thrown, such as `ECONNREFUSED`, if it has one. */
function codeIn(thrown: unknown): string | undefined {
  try {
    const { code, cause } = Object(thrown) as { readonly code?: unknown; readonly cause?: unknown }
    const found = code ?? (Object(cause) as { readonly code?: unknown }).code // fetch keeps what is wrong one level down
    return typeof found === 'string' ? found : undefined
  } catch {
    return undefined
  }
}

/** What failures are counted by: the code of what was thrown, such as `ECONNREFUSED`, or its name. */
export function kindOf({ code, cause }: Failure): string {
  const work = workIn(cause)
  if (work !== undefined) return work.exit === undefined ? (work.signal ?? work.is) : `exit ${work.exit}`
  if (isItemError(cause)) return isInputError(cause) ? 'no item' : 'no result'
  if (code !== undefined && code !== 'PARMAP_TASK_FAILED') return OWN_WORDS[code] ?? code
  return codeIn(cause) ?? nameIn(cause) ?? 'something thrown'
}

function nameIn(thrown: unknown): string | undefined {
  try {
    const { name } = Object(thrown) as { readonly name?: unknown }
    return typeof name === 'string' && name !== '' ? name : undefined
  } catch {
    return undefined
  }
}
