// What follows when items of a worker have been told to stop: soon after, if one has not, the worker is condemned, and
// when the grace is over it is killed. Not for an item that waits behind others' items: it is nobody's fault that those take long.

import { systemClock } from '../clock.ts'
import type { Cargo } from './cargo.ts'

// An item that heeds its signal has stopped by then, with the message there and back on a busy machine.
const SOON_MS = 50

/** The worker whose items are to stop. */
export interface Stoppable {
  readonly name: string
  readonly cargos: Iterable<Cargo>
  mayHaveStarted(cargo: Cargo, index: number): boolean
  /** It gets nothing new, until it has stopped what it should. */
  condemned(isCondemned: boolean): void
  /** Hears what it has put aside: an item may have ended by it. */
  collect(): void
  kill(cause: { readonly error: unknown }): void
}

export class Stopping {
  /** Whether it has killed the worker. */
  hasKilled = false
  readonly #worker: Stoppable
  readonly #killGrace: number
  readonly #told = new WeakMap<Cargo, Set<number>>()
  #unstopped = 0

  constructor(worker: Stoppable, killGrace: number) {
    this.#worker = worker
    this.#killGrace = killGrace
  }

  /** These items have been told to stop. */
  expect(cargo: Cargo, indexes: readonly number[]): void {
    const told = indexes.filter((index) => cargo.isOpen(index))
    if (told.length === 0) return
    const all = this.#told.get(cargo) ?? new Set()
    for (const index of told) all.add(index)
    this.#told.set(cargo, all)
    const guilty = (): number | undefined => {
      this.#worker.collect()
      return told.find((index) => cargo.isOpen(index) && (this.#worker.mayHaveStarted(cargo, index) || this.#isAllTold()))
    }
    if (this.#killGrace > SOON_MS) systemClock.setTimeout(() => { if (guilty() !== undefined) this.#condemn(guilty) }, SOON_MS)
    const end = (): void => {
      const index = guilty()
      if (index !== undefined) this.#kill(index)
      else if (told.some((one) => cargo.isOpen(one))) systemClock.setTimeout(end, Math.max(this.#killGrace, SOON_MS))
    }
    systemClock.setTimeout(end, this.#killGrace)
  }

  /** Whether nobody wants anything of the worker any more. It may not even have begun: its start or its load takes long. */
  #isAllTold(): boolean {
    return [...this.#worker.cargos].every((cargo) => [...this.#told.get(cargo) ?? []].filter((index) => cargo.isOpen(index)).length === cargo.open)
  }

  #kill(index: number): void {
    this.hasKilled = true
    this.#worker.kill({ error: new Error(`${this.#worker.name} was killed because item ${index} did not stop within ${this.#killGrace} ms`) })
  }

  #condemn(guilty: () => number | undefined): void {
    this.#unstopped++
    this.#worker.condemned(true)
    const look = (): void => {
      if (guilty() !== undefined) return void systemClock.setTimeout(look, SOON_MS)
      if (--this.#unstopped === 0) this.#worker.condemned(false)
    }
    systemClock.setTimeout(look, SOON_MS)
  }
}
