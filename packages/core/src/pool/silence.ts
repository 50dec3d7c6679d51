// Items that run for too long in a worker that is blocked: it cannot say so itself, so its pool looks from outside.

import { systemClock } from '../clock.ts'
import type { Cargo } from './cargo.ts'

const LOOK_MS = 20

/** Positions of a batch that were first seen to have started at the same look. */
interface Seen {
  readonly from: number
  readonly to: number
  /** When they were seen; moved on by what the pool itself was late. */
  at: number
}

export class Silence {
  readonly #cargo: Cargo
  readonly #timeout: number
  readonly #started: () => number
  readonly #late: (index: number, ms: number) => void
  readonly #seen: Seen[] = []
  #upTo = 0
  #lookedAt: number

  /** @param started how many items of the batch have started */
  constructor(cargo: Cargo, timeout: number, started: () => number, late: (index: number, ms: number) => void) {
    this.#cargo = cargo
    this.#timeout = timeout
    this.#started = started
    this.#late = late
    this.#lookedAt = systemClock.now()
    this.#lookSoon()
  }

  #lookSoon(): void { systemClock.setTimeout(() => { this.#look() }, LOOK_MS) }

  #look(): void {
    if (this.#cargo.open === 0) return
    const now = systemClock.now()
    // When this side was blocked itself, what the worker has said meanwhile is still to be heard.
    const late = Math.max(0, now - this.#lookedAt - 2 * LOOK_MS)
    this.#lookedAt = now
    for (const seen of this.#seen) seen.at += late
    this.#note(now)
    while (this.#seen.length > 0 && now - this.#seen[0]!.at > this.#timeout + LOOK_MS) this.#tooLong(this.#seen.shift()!, now)
    this.#lookSoon()
  }

  #note(now: number): void {
    const to = this.#started()
    if (to > this.#upTo) this.#seen.push({ from: this.#upTo, to, at: now })
    this.#upTo = to
  }

  #tooLong({ from, to, at }: Seen, now: number): void {
    for (let position = from; position < to; position++) if (this.#cargo.isRunning(position)) this.#late(this.#cargo.indexAt(position), now - at)
  }
}
