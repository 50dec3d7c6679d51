// What a worker knows of tasks: each is sent once with the data of its setup, and a number stands for it from then on.

import { ParmapError } from '../errors.ts'
import { isTask, setupArguments, type AnyTask } from '../task.ts'
import { unclonablePath } from '../unclonable-path.ts'
import type { Link } from './link.ts'

// A program that makes a `task.with(data)` for each request must not fill its workers with them.
const MOST = 256

/** By what a task is told from others: its name, or the data that `.with(data)` made for it. */
export function taskKey(task: AnyTask): unknown {
  const data = setupArguments(task)
  return data.length === 0 ? `${task.module}#${task.exportName}` : data
}

/** What is known of one task in a worker. */
interface Taught {
  readonly number: number
  hasBegun: boolean
}

export class TaughtTasks {
  readonly #link: Pick<Link, 'post' | 'isCopyable'>
  readonly #taught = new Map<unknown, Taught>()
  #count = 0

  constructor(link: Pick<Link, 'post' | 'isCopyable'>) { this.#link = link }

  /** The number of a task, which the worker knows from now on. @throws ParmapError PARMAP_SETUP_FAILED where its data cannot be copied */
  teach(task: unknown): number {
    if (!isTask(task)) throw new TypeError('Expected a reference') // the engine refuses functions: see capabilities.functions
    const key = taskKey(task)
    const taught = this.#taught.get(key) ?? { number: this.#send(task), hasBegun: false }
    this.#taught.delete(key)
    this.#taught.set(key, taught) // the one that was used last is at the end
    if (this.#taught.size > MOST) this.#forgetOldest()
    return taught.number
  }

  /** An item of a task has begun. */
  began(key: unknown): void {
    const taught = this.#taught.get(key)
    if (taught !== undefined) taught.hasBegun = true
  }

  /** Whether an item of a task has ever begun; false also where it was so long ago that the task is forgotten. */
  hasBegun(key: unknown): boolean { return this.#taught.get(key)?.hasBegun === true }

  #send(task: AnyTask): number {
    const { module, exportName } = task
    const data = setupArguments(task)
    try {
      this.#link.post({ is: 'task', id: this.#count, module, exportName, data }, [])
    } catch (cause) {
      const path = unclonablePath(data[0], this.#link.isCopyable)
      throw new ParmapError('PARMAP_SETUP_FAILED', `The data for the setup of \`${exportName}\` cannot be copied${path === '' ? '' : ` at ${path}`}`, { cause })
    }
    return this.#count++
  }

  /** A batch that has been sent keeps its task. */
  #forgetOldest(): void {
    const [[key, { number }]] = this.#taught as unknown as [[unknown, Taught]]
    this.#taught.delete(key)
    this.#link.post({ is: 'forget', task: number }, [])
  }
}
