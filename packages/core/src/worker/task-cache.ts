// The tasks that a worker has loaded and set up: each once, however many batches ask for it at the same time.

import { loadTask, setUp, type LoadedTask } from '../load-task.ts'
import { setupArguments, type AnyTask } from '../task.ts'

/** A task in this worker: `loaded` once it is ready. */
export interface CachedTask {
  readonly ready: Promise<LoadedTask>
  loaded: LoadedTask | undefined
  users: number
  /** What its setup is given: its name among the states, where that is not nothing. */
  readonly data: readonly unknown[]
}

// Every `task.with(data)` has a state of its own. A program that makes one per request must not keep them all.
const MOST_UNUSED_STATES = 8

export class TaskCache {
  readonly #byName = new Map<string, CachedTask>()
  readonly #byData = new Map<readonly unknown[], CachedTask>()
  /** Those by data that nobody uses, the one that was used last at the end. A set of its own: thousands may be in use. */
  readonly #unused = new Set<CachedTask>()
  /** Teardowns that run of states that were not kept, and what the first of them threw. */
  readonly #retired = new Map<CachedTask, Promise<void>>()
  /** Modules that are being imported. */
  readonly #importing = new Map<CachedTask, string>()
  #failure: { readonly error: unknown } | undefined = undefined

  /** The URL of a module that is being imported; undefined where none is. */
  get importing(): string | undefined { return this.#importing.values().next().value }

  /** The task, being loaded or ready; give it back with {@link release}. */
  acquire(task: AnyTask): CachedTask {
    const data = setupArguments(task)
    const cached = data.length === 0
      ? this.#find(this.#byName, `${task.module}#${task.exportName}`, task, data)
      : this.#find(this.#byData, data, task, data)
    if (cached.users++ === 0) this.#unused.delete(cached)
    return cached
  }

  release(cached: CachedTask): void {
    if (--cached.users > 0 || this.#byData.get(cached.data) !== cached) return
    this.#unused.add(cached)
    for (const unused of this.#unused) {
      if (this.#byData.size <= MOST_UNUSED_STATES) return
      this.#byData.delete(unused.data)
      this.#unused.delete(unused)
      this.#retire(unused)
    }
  }

  /** A state is not kept any longer. Nobody waits for its teardown: its error is told when the worker leaves. */
  #retire(unused: CachedTask): void {
    const retired = tearDown(unused).catch((error: unknown) => { this.#failure ??= { error } }).then(() => { this.#retired.delete(unused) })
    this.#retired.set(unused, retired)
  }

  /**
   * Runs every teardown; throws the first error of one, also of one that was run before.
   * @param isLate from when on it waits no longer for what is still being set up
   */
  async clear(isLate?: Promise<void>): Promise<void> {
    const all = new Map(this.#retired)
    for (const cached of [...this.#byName.values(), ...this.#byData.values()]) all.set(cached, tearDown(cached))
    this.#byName.clear()
    this.#byData.clear()
    this.#unused.clear()
    const ended = await Promise.allSettled([...all].map(([cached, end]) => unlessLate(cached, end, isLate)))
    if (this.#failure !== undefined) throw this.#failure.error
    for (const result of ended) if (result.status === 'rejected') throw result.reason
  }

  #find<K>(map: Map<K, CachedTask>, key: K, task: AnyTask, data: readonly unknown[]): CachedTask {
    const known = map.get(key)
    if (known !== undefined) return known
    const loading = loadTask(task).finally(() => { this.#importing.delete(made) })
    const ready = loading.then((definition) => setUp(task, definition))
    const made: CachedTask = { ready, loaded: undefined, users: 0, data }
    map.set(key, made)
    this.#importing.set(made, task.module)
    ready.then(
      (loaded) => { made.loaded = loaded },
      () => {
        if (map.get(key) === made) map.delete(key) // a later run tries again
        this.#unused.delete(made)
      },
    )
    return made
  }
}

/** Runs the teardown of a task, of which the setup may not have ended. */
async function tearDown({ ready }: CachedTask): Promise<void> {
  const loaded = await ready.catch(() => undefined) // a failed load was told to the run that asked for it
  await loaded?.teardown?.()
}

/** Waits for a teardown, but where the setup does not end before it is late. */
async function unlessLate({ ready, loaded }: CachedTask, end: Promise<void>, isLate: Promise<void> | undefined): Promise<void> {
  if (loaded !== undefined || isLate === undefined) return end
  end.catch(() => undefined) // when it is late, nobody is left to be told
  const isReady = await Promise.race([ready.then(() => true, () => true), isLate.then(() => false)])
  if (isReady) await end
}
