// Items of an async input come one by one. Those that come in the same turn of the event loop leave together: a message
// for each would cost more than most of them do.

import type { Clock } from '../clock.ts'
import type { Ahead } from './ahead.ts'

/** Says when the event loop is due a turn. */
export interface Spendable { isSpent(): boolean }

/** Who gives slots to items. */
export interface GatheringHost extends Spendable {
  /** One input more, or one less, has items coming: free slots are not idle for long. */
  gathers(change: 1 | -1): void
}

export class Gathering {
  /** Whether what has come is held for what comes in this turn. */
  isOn = false
  /** How many items would leave together with those that have come. */
  wanted = 0
  readonly #clock: Clock
  readonly #host: GatheringHost
  readonly #onTurn: () => void
  #round = 0

  /** @param onTurn called when the turn is over */
  constructor(clock: Clock, host: GatheringHost, onTurn: () => void) {
    this.#clock = clock
    this.#host = host
    this.#onTurn = onTurn
  }

  /** Whether one more is to be asked for; ends for the event loop's sake, too. */
  wantsMore(ahead: Ahead): boolean { return !ahead.isPending && ahead.length < this.wanted && !this.#host.isSpent() }

  begin(): void {
    if (this.isOn) return
    this.isOn = true
    this.#host.gathers(1)
    const round = ++this.#round
    this.#clock.nextTurn(() => {
      if (round !== this.#round || !this.isOn) return
      this.end()
      this.#onTurn()
    })
  }

  end(): void {
    if (!this.isOn) return
    this.isOn = false
    this.#host.gathers(-1)
  }
}
