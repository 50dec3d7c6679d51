// The flights of one run that are in the air.

import type { Backend } from '../backend.ts'
import type { Flight } from './flight.ts'

export class Flights {
  readonly #backend: Backend
  readonly #inAir = new Set<Flight>()

  constructor(backend: Backend) { this.#backend = backend }

  add(flight: Flight): void { this.#inAir.add(flight) }
  delete(flight: Flight): void { this.#inAir.delete(flight) }

  /** Whether an item up to an index has no outcome yet. */
  haveOpen(lastIndex: number): boolean {
    for (const flight of this.#inAir) if (flight.hasOpen(lastIndex)) return true
    return false
  }

  /** Takes back what waits. */
  recall(): void { for (const flight of this.#inAir) flight.recall(Infinity) }

  /** Stops what runs, and takes back what waits, after an index. */
  halt(cause: unknown, lastIndex: number): void {
    // To a backend, no reason means a recall; AbortController, too, makes an AbortError of `undefined`.
    const reason = cause === undefined ? new DOMException('The run was ended', 'AbortError') : cause
    for (const flight of this.#inAir) {
      const indexes = flight.openIndexes(lastIndex)
      if (indexes.length === 0) continue
      this.#backend.cancel(flight.id, indexes, reason)
      flight.hang(flight.openIndexes(lastIndex))
    }
  }
}
