// What a promise is for parmap: anything with a `then`, as for `await`.

/** Whether a value has a `then` method. Looking may run a getter of the user's, which may throw. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && typeof (value as { then?: unknown }).then === 'function'
}
