// Where a worker has several slots, they become free one by one, and a batch for each would be as small as its share of the
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

export class SlotSaving {
  readonly #clock: Clock
  readonly #host: SavingHost
  readonly #onOver: () => void
  #timer: unknown = undefined
  /** It has been waited for long enough: one batch may be small. */
  #isOver = false

  /** @param onOver called when it has been waited for long enough */
  constructor(clock: Clock, host: SavingHost, onOver: () => void) {
    this.#clock = clock
    this.#host = host
    this.#onOver = onOver
  }

  /** Whether so many free slots are to wait for others of the run, up to as many as are worth a batch. */
  waits(free: number, worthwhile: number): boolean {
    if (free >= worthwhile || this.#isOver || !this.#host.isAlone) {
      this.#end()
      return false
    }
    this.#begin()
    return true
  }

  #begin(): void {
    if (this.#timer !== undefined) return
    this.#host.gathers(1)
    this.#timer = this.#clock.setTimeout(() => {
      this.#end()
      this.#isOver = true
      this.#onOver()
    }, MOST_WORK_MS)
  }

  #end(): void {
    this.#isOver = false
    if (this.#timer === undefined) return
    this.#clock.clearTimeout(this.#timer)
    this.#timer = undefined
    this.#host.gathers(-1)
  }
}
