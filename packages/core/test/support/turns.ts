// Turns of the event loop, for tests that show that something does NOT happen: there is no event to await for that.

const ENOUGH = 12

/**
 * Lets the loop turn until everything that can happen without a timer has happened. No time passes for a purpose: each
 * turn empties the queue of microtasks, and the engine needs one or two turns to react to anything.
 */
export async function turns(count = ENOUGH): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => { setImmediate(resolve) })
}
