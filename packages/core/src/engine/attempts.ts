// What becomes of an item that failed: sent again, where its run allows that, or failed for good.

import type { TaskError } from '../errors.ts'
import { isMovedItem } from '../move.ts'
import type { Resend } from './resend.ts'
import type { RunEvents } from './run-events.ts'
import { FREE_RERUNS, mayRetry, retryDelay, type Retries } from './retry.ts'

/** What may be done with an item that has failed. */
interface Allowed {
  readonly retries: Retries
  readonly idempotent: boolean
}

export class Attempts {
  readonly #allowed: Allowed
  readonly #resend: Resend
  /** Whether a moved item is gone once it has been sent. */
  readonly #canTransfer: boolean
  readonly #random: () => number
  readonly #events: RunEvents
  /** How often an item was sent again for nothing but the loss of its worker. */
  #reruns: Map<number, number> | undefined = undefined
  /** Items whose last worker was lost with them: they travel alone, also when they come back unstarted. */
  #suspects: Set<number> | undefined = undefined

  constructor(allowed: Allowed, resend: Resend, canTransfer: boolean, random: () => number, events: RunEvents) {
    this.#allowed = allowed
    this.#resend = resend
    this.#canTransfer = canTransfer
    this.#random = random
    this.#events = events
  }

  /** An item came back unstarted: sends it again as if nothing had been; false where it cannot be. */
  resend(index: number, attempt: number, item: unknown): boolean {
    if (this.#canTransfer && isMovedItem(item)) return false
    this.#resend.add({ index, item, attempt, isAlone: this.#suspects?.has(index) === true })
    return true
  }

  /** An item was lost with its worker: an idempotent task gets it again, alone; false where it may not. */
  rerun(index: number, attempt: number, item: unknown): boolean {
    const reruns = this.#rerunsOf(index)
    if (!this.#allowed.idempotent || reruns >= FREE_RERUNS || isMovedItem(item)) return false
    this.#reruns ??= new Map()
    this.#reruns.set(index, reruns + 1)
    this.#resend.add({ index, item, attempt: attempt + 1, isAlone: this.#suspect(index, true) })
    return true
  }

  /** An item failed: tries it again after a delay; false where it may not. Throws what the user's functions throw. */
  retry(item: unknown, error: TaskError): boolean {
    const { retries } = this.#allowed
    if (retries.limit === 0 || isMovedItem(item)) return false
    const { index, attempts } = error
    const attempt = attempts - this.#rerunsOf(index)
    if (!mayRetry(retries, attempt, error) || index > this.#resend.lastIndex) return false
    const delay = retryDelay(retries, attempt, error, this.#random)
    if (index > this.#resend.lastIndex) return false // the user's function has ended the run
    this.#events.itemRetry(index, attempts, delay, error)
    this.#resend.add({ index, item, attempt: attempts + 1, isAlone: this.#suspect(index, error.code === 'PARMAP_WORKER_LOST') }, delay)
    return true
  }

  #suspect(index: number, wasLost: boolean): boolean {
    if (wasLost) (this.#suspects ??= new Set()).add(index)
    else this.#suspects?.delete(index)
    return wasLost
  }

  #rerunsOf(index: number): number { return this.#reruns?.get(index) ?? 0 }
}
