// Marks a value that is to be transferred instead of copied. The mark is a wrapper that lives only between the caller
// and the engine (or the task and its worker), so a value moved once is not moved for ever.

import { expected, show } from './errors.ts'

const MOVED: unique symbol = Symbol.for('parmap.moved')

/** A value on its way together with the objects that are to be transferred. */
export interface Moved {
  readonly [MOVED]: true
  readonly value: object
  readonly transfer: readonly object[]
}

/**
 * Hands a value over instead of copying it: as an item, or as the result of a task. Where the backend can transfer,
 * the sender's buffers are empty afterwards; where it cannot, the value is copied; on the event loop it is passed on
 * as it is. A moved item is sent once only: neither `retries` nor `idempotent` send it again.
 *
 * ```ts
 * await executor.map(blur, images.map((image) => move(image, [image.buffer])))
 * ```
 *
 * @param value the item or result itself, an object
 * @param transfer what is transferred with it; default `[value]`
 * @throws TypeError when `value` is not an object, or `transfer` not an array of objects
 */
export function move<T extends object>(value: T, transfer: readonly object[] = [value]): T {
  if (!isObject(value)) throw new TypeError(`Expected the value given to \`move\` to be an object, got ${show(value)}`)
  if (!Array.isArray(transfer)) throw expected('transfer', 'an array of objects', transfer)
  const wrong = transfer.findIndex((one) => !isObject(one))
  if (wrong >= 0) throw new TypeError(`Expected \`transfer\` to be an array of objects, got ${show(transfer)} with ${show(transfer[wrong])} at ${wrong}`)
  const moved: Moved = { [MOVED]: true, value, transfer }
  return moved as unknown as T
}

/** For backends: whether a value, as an item or a result, is what {@link move} returned. */
export function isMovedItem(value: unknown): value is Moved {
  return typeof value === 'object' && value !== null && hasMark(value)
}

function isObject(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

function hasMark(value: object): boolean {
  try {
    return MOVED in value
  } catch {
    return false // a proxy that throws at every look
  }
}
