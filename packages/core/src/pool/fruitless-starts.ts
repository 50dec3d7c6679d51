// Whether workers can begin a task at all: counts, for each task, those in a row that ended before they had begun an
// item of it.

import type { Cargo } from './cargo.ts'

/** How many a task is allowed. */
export const MOST_FRUITLESS = 3

/** A worker that has ended. */
export interface Ended {
  readonly cargos: Iterable<Cargo>
  /** It was killed because of what did not stop. */
  readonly wasStopped: boolean
  /** Whether it may ever have begun an item of a task. */
  hasBegun(key: unknown): boolean
  /** How many items of a batch have certainly started. */
  started(cargo: Cargo): number
}

export class FruitlessStarts {
  readonly #counts = new Map<unknown, number>()

  /** An item of a task has begun: workers can start it. */
  began(key: unknown): void {
    if (this.#counts.size > 0) this.#counts.delete(key)
  }

  /**
   * A worker has ended: counts once for each task that it had, whatever it had of it; not for one that was about to begin while
   * items of another ran, which may have been its end; nor where it was killed for what a caller did not want any more.
   * @returns the keys of the tasks that are not worth another worker
   */
  count(worker: Ended): ReadonlySet<unknown> {
    const hopeless = new Set<unknown>()
    if (worker.wasStopped) return hopeless
    const running = new Set([...worker.cargos].filter((cargo) => cargo.running(worker.started(cargo)) > 0).map(({ key }) => key))
    for (const key of new Set([...worker.cargos].map((cargo) => cargo.key))) {
      if (running.size > 0 && !running.has(key) && !worker.hasBegun(key)) continue
      const times = worker.hasBegun(key) ? 0 : (this.#counts.get(key) ?? 0) + 1
      if (times === MOST_FRUITLESS) hopeless.add(key)
      if (times === MOST_FRUITLESS || times === 0) this.#counts.delete(key)
      else this.#counts.set(key, times)
    }
    return hopeless
  }
}
