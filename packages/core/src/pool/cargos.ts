// The batches that one worker has, by their ids.

import type { Cargo } from './cargo.ts'

export class Cargos implements Iterable<Cargo> {
  readonly #byId = new Map<number, Cargo>()

  get isEmpty(): boolean { return this.#byId.size === 0 }

  /** Slots that are taken. */
  get load(): number {
    let load = 0
    for (const cargo of this) if (!this.has(cargo.batch.after)) load += cargo.load // else it waits for the slot of that one
    return load
  }

  has(id: number | undefined): boolean { return this.#byId.has(id!) }
  get(id: number): Cargo | undefined { return this.#byId.get(id) }
  add(cargo: Cargo): void { this.#byId.set(cargo.batch.id, cargo) }
  /** @returns whether it was there */
  delete(id: number): boolean { return this.#byId.delete(id) }
  clear(): void { this.#byId.clear() }
  [Symbol.iterator](): Iterator<Cargo> { return this.#byId.values() }
}
