// What a worker knows of tasks: each is sent once with the data of its setup, and a number stands for it from then on.

import { ParmapError } from '../errors.ts'
import { isTask, setupArguments, type AnyTask } from '../task.ts'
import { unclonablePath } from '../unclonable-path.ts'
import type { ToWorker } from './messages.ts'

// A program that makes a `task.with(data)` for each request must not fill its workers with them.
const MOST = 256

/** By what a task is told from others: its name, or the data that `.with(data)` made for it. */
export function taskKey(task: AnyTask): unknown {
  const data = setupArguments(task)
  return data.length === 0 ? `${task.module}#${task.exportName}` : data
}

export class TaughtTasks {
  readonly #post: (message: ToWorker) => void
  readonly #numbers = new Map<unknown, number>()
  #count = 0

  constructor(post: (message: ToWorker) => void) { this.#post = post }

  /** The number of a task, which the worker knows from now on. @throws ParmapError PARMAP_SETUP_FAILED where its data cannot be copied */
  teach(task: unknown): number {
    if (!isTask(task)) throw new TypeError('Expected a reference') // the engine refuses functions: see capabilities.functions
    const key = taskKey(task)
    let number = this.#numbers.get(key)
    if (number === undefined) number = this.#send(task)
    this.#numbers.delete(key)
    this.#numbers.set(key, number) // the one that was used last is at the end
    if (this.#numbers.size > MOST) this.#forgetOldest()
    return number
  }

  #send(task: AnyTask): number {
    const { module, exportName } = task
    const data = setupArguments(task)
    try {
      this.#post({ is: 'task', id: this.#count, module, exportName, data })
    } catch (cause) {
      const path = unclonablePath(data[0])
      throw new ParmapError('PARMAP_SETUP_FAILED', `The data for the setup of \`${exportName}\` cannot be copied${path === '' ? '' : ` at ${path}`}`, { cause })
    }
    return this.#count++
  }

  /** A batch that has been sent keeps its task. */
  #forgetOldest(): void {
    const [[key, task]] = this.#numbers as unknown as [[unknown, number]]
    this.#numbers.delete(key)
    this.#post({ is: 'forget', task })
  }
}
