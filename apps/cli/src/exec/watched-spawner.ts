// A spawner that knows which groups it has started, so that all of them can be killed at once.

import { signalGroup } from './process-group.ts'
import type { Child, ChildEvents, Spawner } from './spawner.ts'

/** Watches another spawner. */
export class WatchedSpawner implements Spawner {
  readonly #inner: Spawner
  readonly #groups = new Set<number>()
  #isKilling = false

  constructor(inner: Spawner) { this.#inner = inner }

  get running(): number { return this.#inner.running }

  spawn(argv: readonly Buffer[], isInherited: boolean, events: ChildEvents): Child {
    let group: number | undefined
    const isOver = (): void => { if (group !== undefined) this.#groups.delete(group) }
    return this.#inner.spawn(argv, isInherited, {
      started: (pid) => {
        this.#groups.add((group = pid))
        events.started(pid)
        if (this.#isKilling) signalGroup(pid, 'SIGKILL') // it was on its way
      },
      output: (from, chunk) => { events.output(from, chunk) },
      exited: (exitCode, signal) => { events.exited(exitCode, signal) },
      closed() {
        isOver()
        events.closed()
      },
      failed(code) {
        isOver()
        events.failed(code)
      },
    })
  }

  close(): void { this.#inner.close() }

  /** Kills all that runs, with all that it has started, and whatever still begins. */
  kill(): void {
    this.#isKilling = true
    for (const group of this.#groups) signalGroup(group, 'SIGKILL')
  }
}
