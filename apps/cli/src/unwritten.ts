// Results that have ended and have not been written: kept where a failure may halt the run, so that it loses none that
// could be written in order.

import type { Places } from './input/places.ts'

/** Values by index, in completion order. */
export class Unwritten {
  readonly #places: Places
  readonly #isUnordered: boolean
  readonly #values = new Map<number, unknown>()

  constructor(places: Places, isUnordered: boolean) {
    this.#places = places
    this.#isUnordered = isUnordered
  }

  set(index: number, value: unknown): void { this.#values.set(index, value) }

  delete(index: number): void { this.#values.delete(index) }

  /** What can still be written: all, or in input order those before the first item that has not ended. */
  *left(): Generator<readonly [index: number, value: unknown], undefined> {
    if (this.#isUnordered) {
      yield* this.#values
      return
    }
    for (const index of this.#places.indexes) {
      if (!this.#values.has(index)) return
      yield [index, this.#values.get(index)]
    }
  }
}
