// From `<module>[#export]` to a task that is known to be there. Looks before anything is read, so that a wrong name costs
// nothing; loads it where it will run, and nowhere else.

import { codeOf, CommandError, messageOf } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { describeOwn } from './failure-text.ts'
import { describeLoadFailure } from './load-failure.ts'
import { locate } from './module-location.ts'
import { userReason } from './stop.ts'
import type { UserTask } from './worker/user-task.ts'

// The last part, so that a folder may have a # in its name; what holds a slash or a dot is a file.
const EXPORT = /^(?<module>.*)#(?<name>[^#/\\.]*)$/su

/** A task and how the user named it. */
export interface NamedTask extends UserTask {
  readonly given: { readonly module: string; readonly exportName: string | undefined }
}

/**
 * The task that a reference names.
 * @throws CommandError for a wrong reference, or a module that is not there
 */
export async function nameTask(reference: string): Promise<NamedTask> {
  const { module = reference, name } = EXPORT.exec(reference)?.groups ?? {}
  if (module === '') throw new CommandError(EXIT.usage, `expected <module>[#export], got '${reference}', which names no module`)
  if (name === '') throw new CommandError(EXIT.usage, `expected the name of an export after # in '${reference}'`)
  return { module: await locate(module), exportName: name ?? 'default', given: { module, exportName: name } }
}

/**
 * Loads a task once to see that it is there.
 * @param load loads it where it is to run
 * @throws CommandError for what cannot be loaded, or needs what nobody gives
 */
export async function checkTask({ given, ...task }: NamedTask, load: (task: UserTask) => Promise<void>): Promise<void> {
  try {
    await settled(load(task), task.module)
  } catch (error) {
    throw new CommandError(EXIT.cannotRun, await explain(userReason(error), task, given), { cause: error })
  }
}

/** A module may wait at its top level for something that never comes. Node would then end without a word. */
async function settled<T>(loading: Promise<T>, module: string): Promise<T> {
  const onExit = (): void => {
    process.stderr.write(`parmap: cannot load ${module}: it waits at its top level for something that never comes\n`)
    process.exitCode = EXIT.cannotRun
  }
  process.once('exit', onExit)
  return loading.finally(() => { process.off('exit', onExit) })
}

async function explain(error: unknown, { module: url }: UserTask, { module, exportName }: NamedTask['given']): Promise<string> {
  switch (codeOf(error)) {
    case 'PARMAP_TASK_LOAD_FAILED': return describeLoadFailure((error as Error).cause, url, module)
    case 'PARMAP_TASK_NOT_FOUND': return messageOf(error) + (exportName === undefined ? `\nWrite the one to run after #: parmap map ${module}#NAME` : '')
    case 'PARMAP_WORKER_LOST': return `cannot load '${module}': ${describeOwn(error as Error)}`
    default: return messageOf(error)
  }
}
