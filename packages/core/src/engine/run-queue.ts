// The runs that want slots: higher priorities first, equal ones in turn.

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
  runs: R[]
  /** Where the queue begins: shifting an array of 10⁵ runs would move them all. */
  head: number
}

export class RunQueue<R extends Queued> {
  readonly #levels: Level<R>[] = [] // highest priority first

  get isEmpty(): boolean { return this.#levels.length === 0 }

  /** The priority of the next run; -Infinity when there is none. */
  get priority(): number { return this.#levels[0]?.priority ?? -Infinity }

  /** The first of the highest priority that has no slot at all. */
  get firstIdle(): R | undefined {
    const level = this.#levels[0]
    for (let at = level?.head ?? 0; at < (level?.runs.length ?? 0); at++) if (level!.runs[at]!.used === 0 && level!.runs[at]!.wants) return level!.runs[at]
    return undefined
  }

  /** How many runs share the slots with the next one, itself included. */
  get peers(): number {
    const level = this.#levels[0]
    return level === undefined ? 0 : level.runs.length - level.head
  }

  push(run: R): void {
    run.isQueued = true
    let at = 0
    while (at < this.#levels.length && this.#levels[at]!.priority > run.priority) at++
    const level = this.#levels[at]
    if (level?.priority === run.priority) level.runs.push(run)
    else this.#levels.splice(at, 0, { priority: run.priority, runs: [run], head: 0 })
  }

  shift(): R | undefined {
    const level = this.#levels[0]
    if (level === undefined) return undefined
    const run = level.runs[level.head++]!
    run.isQueued = false
    if (level.head === level.runs.length) this.#levels.shift()
    else if (level.head >= 1_024 && level.head * 2 >= level.runs.length) {
      level.runs = level.runs.slice(level.head)
      level.head = 0
    }
    return run
  }
}
