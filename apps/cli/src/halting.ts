// The results of a run that ends at its first failure: the engine tells them without their indexes, and ends them with
// that failure.

import type { Places } from './input/places.ts'

/** A result that is to be written. */
export interface Result {
  readonly status: 'fulfilled'
  readonly index: number
  readonly value: string
}

/** Which item the next result is of. */
export interface Indexes {
  /** An item has a value; called in completion order. */
  add(index: number): void
  next(): number
}

/** For results in completion order. */
export class CompletionOrder implements Indexes {
  readonly #indexes: number[] = []
  add(index: number): void { this.#indexes.push(index) }
  next(): number { return this.#indexes.shift()! }
}

/** For results in input order: what has a result still has its place, what is skipped has none any more. */
export class InputOrder implements Indexes {
  readonly #places: Places
  #next = 0

  constructor(places: Places) { this.#places = places }

  add(): void {}

  next(): number {
    while (!this.#places.has(this.#next)) this.#next++
    return this.#next++
  }
}

/** Gives each result its index, up to the failure, which has been told when it happened. */
export async function* haltingResults(values: AsyncIterable<string>, indexes: Indexes): AsyncGenerator<Result, undefined> {
  try {
    for await (const value of values) yield { status: 'fulfilled', index: indexes.next(), value }
  } catch (error) {
    if (!isItemFailure(error)) throw error
  }
}

function isItemFailure(error: unknown): boolean {
  const { code, index } = Object(error) as { readonly code?: unknown; readonly index?: unknown }
  return typeof index === 'number' && typeof code === 'string' && code.startsWith('PARMAP_')
}
