// A promise that is settled from outside. Promise.withResolvers is missing on Node 20.

/** A promise together with what settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T | PromiseLike<T>) => void
  readonly reject: (reason: unknown) => void
}

/** Makes a promise that the test settles. */
export function deferred<T = void>(): Deferred<T> {
  let settle!: Omit<Deferred<T>, 'promise'>
  const promise = new Promise<T>((resolve, reject) => { settle = { resolve, reject } })
  return { promise, ...settle }
}

/** Resolves when a condition holds; look again with {@link Moments.changed}. */
export class Moments {
  #waiting: { readonly holds: () => boolean; readonly resolve: () => void }[] = []

  /** Resolves as soon as the condition holds; at once if it does now. */
  when(holds: () => boolean): Promise<void> {
    const { promise, resolve } = deferred()
    this.#waiting.push({ holds, resolve })
    this.changed()
    return promise
  }

  /** Something has happened that conditions look at. */
  changed(): void {
    const [over, still] = [this.#waiting.filter(({ holds }) => holds()), this.#waiting.filter(({ holds }) => !holds())]
    this.#waiting = still
    for (const { resolve } of over) resolve()
  }
}
