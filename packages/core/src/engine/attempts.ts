// What becomes of an item that failed: sent again, where its run allows that, or failed for good.

import type { Clock } from '../clock.ts'
import { channels } from '../diagnostics.ts'
import type { TaskError } from '../errors.ts'
import { isMovedItem } from '../move.ts'
import type { Resend } from './resend.ts'
import { FREE_RERUNS, retryDelay, type Retries } from './retry.ts'

export interface AttemptsOptions {
  readonly retries: Retries
  readonly idempotent: boolean
  /** Whether a moved item is gone once it has been sent. */
  readonly canTransfer: boolean
  readonly resend: Resend
  readonly clock: Clock
  readonly random: () => number
  /** Who the run is, for diagnostics. */
  readonly origin: object
}

export class Attempts {
  readonly #options: AttemptsOptions
  /** How often an item was sent again for nothing but the loss of its worker. */
  #reruns: Map<number, number> | undefined

  constructor(options: AttemptsOptions) { this.#options = options }

  /** An item came back unstarted: sends it again as if nothing had been; false where it cannot be. */
  resend(index: number, attempt: number, item: unknown): boolean {
    if (this.#options.canTransfer && isMovedItem(item)) return false
    this.#options.resend.add({ index, item, attempt, isAlone: false })
    return true
  }

  /** An item was lost with its worker: an idempotent task gets it again, alone; false where it may not. */
  rerun(index: number, attempt: number, item: unknown): boolean {
    const reruns = this.#rerunsOf(index)
    if (!this.#options.idempotent || reruns >= FREE_RERUNS || isMovedItem(item)) return false
    this.#reruns ??= new Map()
    this.#reruns.set(index, reruns + 1)
    this.#options.resend.add({ index, item, attempt: attempt + 1, isAlone: true })
    return true
  }

  /** An item failed: tries it again after a delay; false where it may not. Throws what the user's functions throw. */
  retry(item: unknown, error: TaskError): boolean {
    const { retries, random, resend, origin } = this.#options
    if (retries.limit === 0 || isMovedItem(item)) return false
    const { index, attempts } = error
    const delay = retryDelay(retries, attempts - this.#rerunsOf(index), error, random)
    if (delay === undefined) return false
    if (channels.itemRetry.hasSubscribers) channels.itemRetry.publish({ ...origin, index, attempt: attempts, delay, error })
    resend.add({ index, item, attempt: attempts + 1, isAlone: error.code === 'PARMAP_WORKER_LOST' }, delay)
    return true
  }

  #rerunsOf(index: number): number { return this.#reruns?.get(index) ?? 0 }
}
