// Tells a hang early and without a clock: what has not ended after thousands of turns of the event loop never will.

const MANY_TURNS = 20_000

/** Waits for a promise; throws when it never settles. Only for work that needs no timer. */
export async function unlessHanging<T>(promise: PromiseLike<T>, turns = MANY_TURNS): Promise<T> {
  const wait = { isOver: false }
  const over = (): void => { wait.isOver = true }
  promise.then(over, over)
  for (let turn = 0; !wait.isOver; turn++) {
    if (turn === turns) throw new Error('It never ends')
    await new Promise((resolve) => { setImmediate(resolve) })
  }
  return promise
}
