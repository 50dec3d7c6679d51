// The user's side of an input: finds its iterator, and says what is wrong with what that gives.

import type { Clock } from '../clock.ts'
import type { Items } from '../outcome.ts'
import { isThenable } from '../thenable.ts'

/** An iterator as it comes from the user: nothing about it is certain. */
export type AnyIterator = Partial<Iterator<unknown> & AsyncIterator<unknown>>

/** Opens an input. @throws TypeError where that gives no iterator, and what the input itself throws */
export function openIterator(items: Items<unknown>): { readonly iterator: AnyIterator; readonly isAsync: boolean } {
  const { [Symbol.asyncIterator]: openAsync } = items as Partial<AsyncIterable<unknown>>
  const isAsync = typeof openAsync === 'function'
  const iterator: unknown = isAsync ? openAsync.call(items) : (items as Iterable<unknown>)[Symbol.iterator]()
  if (typeof (iterator as AnyIterator | undefined)?.next !== 'function') throw new TypeError('The iterator of the items has no next()')
  return { iterator: iterator as AnyIterator, isAsync }
}

/** Checks what a `next()` gave. @throws TypeError where that is no object */
export function checkStep(step: unknown): asserts step is IteratorResult<unknown> {
  if (typeof step !== 'object' || step === null) throw new TypeError(`Iterator result ${String(step)} is not an object`)
}

/** Checks a step whose value is undefined: it may be a promise of a step, of which there would be no end. @throws TypeError */
export function checkNoPromise(step: unknown): void {
  if (!isThenable(step)) return
  void Promise.resolve(step).then(undefined, () => undefined) // nobody else would handle its rejection
  throw new TypeError('The next() of the items returned a promise, so they are iterated asynchronously: give them a [Symbol.asyncIterator] instead of a [Symbol.iterator]')
}

/** How long an iterator has to say its last. */
export const PATIENCE_MS = 1_000

/** Waits for an iterator's `return()`, but not for ever. */
export async function withPatience(returned: Promise<unknown>, clock: Clock): Promise<void> {
  let timer: unknown
  const patience = new Promise<void>((resolve) => { timer = clock.setTimeout(resolve, PATIENCE_MS) })
  await Promise.race([returned, patience]).finally(() => { clock.clearTimeout(timer) })
}
