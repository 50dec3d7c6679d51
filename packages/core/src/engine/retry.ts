// Decides whether an item that failed is tried again, and when.

import type { TaskError } from '../errors.ts'
import { expected } from '../errors.ts'
import { MAX_TIMER_MS } from '../clock.ts'
import { isThenable } from '../thenable.ts'

/** Extra attempts for items that fail. */
export interface Retries {
  /** Extra attempts, so an item runs `limit + 1` times at most; an integer ≥ 0 or Infinity. */
  readonly limit: number
  /**
   * Milliseconds before an attempt, or a function of the attempt that failed (from 1) and its error. Default:
   * exponential backoff with full jitter, a random part of `min(30,000, 100 · 2^(attempt − 1))`.
   * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
   */
  readonly delay?: number | ((attempt: number, error: TaskError) => number) | undefined
  /** Whether this failure may be tried again; default: all may. A promise of an answer ends the run with a TypeError. */
  readonly retryIf?: ((error: TaskError) => boolean) | undefined
}

/** How many times an item is sent again, free of charge, when its worker was lost and the task is idempotent. */
export const FREE_RERUNS = 3

const FIRST_BACKOFF_MS = 100
const LONGEST_BACKOFF_MS = 30_000

/**
 * Whether the item is tried again. Throws what the user's function throws.
 * @param attempt the attempt that failed, from 1
 */
export function mayRetry({ limit, retryIf }: Retries, attempt: number, error: TaskError): boolean {
  if (attempt > limit) return false
  const may: unknown = retryIf === undefined ? true : retryIf(error)
  if (isThenable(may)) throw refused('retries.retryIf', 'a function that returns a boolean, not a promise of one', may)
  return Boolean(may)
}

/**
 * Milliseconds until the item is tried again. Throws what the user's function throws.
 * @param attempt the attempt that failed, from 1
 * @param random a number in [0, 1)
 */
export function retryDelay({ delay }: Retries, attempt: number, error: TaskError, random: () => number): number {
  if (delay === undefined) return random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1))
  const ms: unknown = typeof delay === 'number' ? delay : delay(attempt, error)
  if (typeof ms === 'number' && ms >= 0) return Math.min(ms, MAX_TIMER_MS)
  throw refused('retries.delay', 'a function that returns a number of milliseconds ≥ 0', ms)
}

/** What a callback gave is of no use. If that is a promise, nobody else will handle its rejection. */
function refused(name: string, rule: string, returned: unknown): TypeError {
  if (isThenable(returned)) void Promise.resolve(returned).then(undefined, () => {})
  return expected(name, rule, returned)
}
