// Where the items under way come from, by their index: only those, so that endless input takes no memory.

import type { Place } from './block.ts'

/** A place for each item that has been read and has not ended. */
export class Places {
  readonly #places = new Map<number, Place>()

  /** Whether an item has been read and has not ended. */
  has(index: number): boolean { return this.#places.has(index) }

  set(index: number, place: Place): void { this.#places.set(index, place) }

  /** Forgets an item that has ended. */
  delete(index: number): void { this.#places.delete(index) }

  /** The item as messages name it: `item 7 (orders.ndjson:9)`. Numbers count from 1. */
  name(index: number): string {
    const place = this.#places.get(index)
    const where = typeof place === 'object' ? `${place.source}:${place.line}` : place
    return where === undefined ? `item ${index + 1}` : `item ${index + 1} (${where})`
  }
}
