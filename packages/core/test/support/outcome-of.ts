// Turns errors into values, so that a test can look at them without a try.

import { turns } from './turns.ts'

/** What a promise is rejected with; an error if it is not. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  let value: unknown
  try {
    value = await promise
  } catch (error) {
    return error
  }
  throw new Error(`Expected a rejection, got ${String(value)}`)
}

/** What a call throws; an error if it does not. */
export function thrownBy(call: () => unknown): unknown {
  let value: unknown
  try {
    value = call()
  } catch (error) {
    return error
  }
  throw new Error(`Expected a throw, got ${String(value)}`)
}

/** All values of a stream, and what it threw at the end, if anything. */
export async function readAll<T>(stream: AsyncIterable<T>): Promise<{ readonly values: T[]; readonly error?: unknown }> {
  const values: T[] = []
  try {
    for await (const value of stream) values.push(value)
  } catch (error) {
    return { values, error }
  }
  return { values }
}

/** Reads this many values of a stream and then breaks out of the loop. */
export async function readSome<T>(stream: AsyncIterable<T>, count: number): Promise<T[]> {
  const values: T[] = []
  for await (const value of stream) if (values.push(value) === count) break
  return values
}

/** Whether a promise is settled by the end of this turn of the event loop. */
export async function isSettled(promise: PromiseLike<unknown>): Promise<boolean> {
  let isOver = false
  const settle = (): void => { isOver = true }
  promise.then(settle, settle)
  await turns(1)
  return isOver
}
