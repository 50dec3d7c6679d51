// The async context in which a rule starts its runs, found again by tasks of the same heap.

import { AsyncLocalStorage } from 'node:async_hooks'

const STORAGE: unique symbol = Symbol.for('parmap.conformance.context')

/** The one storage of this heap, whichever copy of the kit asks. */
export function contextStorage(): AsyncLocalStorage<string> {
  const heap = globalThis as { [STORAGE]?: AsyncLocalStorage<string> }
  return (heap[STORAGE] ??= new AsyncLocalStorage())
}
