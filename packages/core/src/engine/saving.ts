// Where workers have several slots, these become free one by one, and a batch for each would be as small as its share of the
// worker's time. So slots are saved until they are worth a batch.

import type { Clock } from '../clock.ts'
import { MOST_WORK_MS } from './batch-size.ts'

/** Who gives slots to runs. */
export interface SavingHost {
  /** Whether no other run waits for slots. */
  readonly isAlone: boolean
  /** One run more, or one less, leaves slots free on purpose. */
  gathers(change: 1 | -1): void
}

// Long items hold the other slots: so many batches take what there is before more are waited for again.
const BATCHES_BEFORE_RETRY = 64

export class SlotSaving {
  readonly #clock: Clock
  readonly #host: SavingHost
  readonly #onOver: () => void
  #timer: unknown = undefined
  #free = 0
  /** So many were free when it had been waited for long enough. */
  #enough = Infinity
  /** Batches that may be as small as that. */
  #allowed = 0

  /** @param onOver called when it has been waited for long enough */
  constructor(clock: Clock, host: SavingHost, onOver: () => void) {
    this.#clock = clock
    this.#host = host
    this.#onOver = onOver
  }

  /** Whether so many free slots are held back for others of the run, up to as many as are worth a batch; if so, for 10 ms from now at most. */
  holdsBack(free: number, worthwhile: number): boolean {
    this.#free = free
    if (free >= worthwhile || !this.#host.isAlone || this.#settlesFor(free)) {
      this.stop()
      return false
    }
    this.#begin()
    return true
  }

  /** Whether so many are taken although more would be worth it; counts those batches. */
  #settlesFor(free: number): boolean {
    if (free < this.#enough) return false
    if (--this.#allowed === 0) this.#enough = Infinity
    return true
  }

  #begin(): void {
    if (this.#timer !== undefined) return
    this.#host.gathers(1)
    this.#timer = this.#clock.setTimeout(() => {
      this.stop()
      this.#enough = this.#free
      this.#allowed = BATCHES_BEFORE_RETRY
      this.#onOver()
    }, MOST_WORK_MS)
  }

  /** Holds nothing back any more. */
  stop(): void {
    if (this.#timer === undefined) return
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
    this.#host.gathers(-1)
  }
}
