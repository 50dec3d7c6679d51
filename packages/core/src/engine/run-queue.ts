// The runs that want slots: higher priorities first, equal ones in turn.

import { Fifo } from './fifo.ts'

/** What the queue needs of a run. */
export interface Queued {
  readonly priority: number
  /** Slots that it has. */
  readonly used: number
  /** Whether it could use a slot now. */
  readonly wants: boolean
  isQueued: boolean
}

interface Level<R> {
  readonly priority: number
  readonly runs: Fifo<R>
}

export class RunQueue<R extends Queued> {
  readonly #levels: Level<R>[] = [] // highest priority first

  get isEmpty(): boolean { return this.#levels.length === 0 }

  /** The priority of the next run; -Infinity when there is none. */
  get priority(): number { return this.#levels[0]?.priority ?? -Infinity }

  /** Whether one of the highest priority has no slot at all, and could use one. */
  get hasIdle(): boolean { return this.#levels[0]?.runs.some(({ used, wants }) => used === 0 && wants) ?? false }

  /** How many runs share the slots with the next one, itself included. */
  get peers(): number { return this.#levels[0]?.runs.length ?? 0 }

  push(run: R): void {
    run.isQueued = true
    let at = 0
    while (at < this.#levels.length && this.#levels[at]!.priority > run.priority) at++
    if (this.#levels[at]?.priority !== run.priority) this.#levels.splice(at, 0, { priority: run.priority, runs: new Fifo() })
    this.#levels[at]!.runs.push(run)
  }

  shift(): R | undefined {
    const runs = this.#levels[0]?.runs
    const run = runs?.shift()
    if (run === undefined) return undefined
    run.isQueued = false
    if (runs!.length === 0) this.#levels.shift()
    return run
  }
}
