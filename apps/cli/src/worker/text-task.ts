// What runs in the workers of `parmap map`, on every backend: text in, the user's function, text out. See
// docs/decisions/0012-text-in-workers.md.

import './own-process.ts'
import { defineTask, skip, type Skip, type TaskContext } from '@parmap/core'
import { isMovedItem, isThenable, loadTask, setUp, type LoadedTask } from '@parmap/core/worker'
import type { OutputFormat } from '../options/output-options.ts'
import { findTask } from './find-task.ts'
import { FORMATS, type Format } from './formats.ts'
import { parserOf, type Carried, type Parse, type Sent } from './parsers.ts'
import { TEXT_MODULE } from './text-module.ts'
import type { UserTask } from './user-task.ts'

/** The task of a run, and how its items and results are written. */
export interface TextJob extends UserTask {
  readonly carried: Carried
  /** Whether each item is an array of such. */
  readonly isGrouped: boolean
  readonly to: OutputFormat
}

/** What the task keeps from item to item. */
export interface State extends LoadedTask {
  readonly parse: Parse
  readonly format: Format
}

/** Finds the user's task, and says what is wrong with it, before anything is read. */
export const check = defineTask(TEXT_MODULE, 'check', async (user: UserTask): Promise<void> => { await findTask(user) })

/** Runs the user's task on one text. */
export const text = defineTask(TEXT_MODULE, 'text', runOnText, {
  setup: prepare,
  teardown: ({ teardown }) => teardown?.() as Promise<void> | undefined,
})

/** Finds the user's task, sets it up, and chooses how its items are parsed and its results written. */
export async function prepare(job: TextJob): Promise<State> {
  const task = await findTask(job)
  return { ...(await setUp(task, await loadTask(task))), parse: parserOf(job.carried, job.isGrouped), format: FORMATS[job.to] }
}

/** Runs it on one item. */
export function runOnText(sent: Sent, context: TaskContext<State>): string | Skip | Promise<string | Skip> {
  const { fn, parse, format } = context.state
  const [index, item] = typeof sent === 'string' ? [context.index, sent] : sent
  const result = fn(parse(item) as never, new UserContext(index, context) as never)
  return isThenable(result) ? Promise.resolve(result).then((value) => formatted(value, format)) : formatted(result, format)
}

function formatted(result: unknown, format: Format): string | Skip {
  if (result === skip) return skip
  return format(isMovedItem(result) ? result.value : result)
}

/** What the user's function sees: the state is its own, and the index that of the input. */
class UserContext implements TaskContext<unknown> {
  readonly index: number
  readonly attempt: number
  readonly #context: TaskContext<State>

  constructor(index: number, context: TaskContext<State>) {
    this.index = index
    this.attempt = context.attempt
    this.#context = context
  }

  get signal(): AbortSignal { return this.#context.signal }
  get state(): unknown { return this.#context.state.state }
  get worker(): string { return this.#context.worker }
}
