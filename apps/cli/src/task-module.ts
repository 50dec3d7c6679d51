// From `<module>[#export]` to a task that can be run. Looks before anything is read, so that a wrong name costs nothing.

import { importTask, type Task } from '@parmap/core'
import { findExport, isTask, loadTask, setupArguments } from '@parmap/core/worker'
import { CommandError, messageOf } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { describeLoadFailure } from './load-failure.ts'
import { locate } from './module-location.ts'

// The last part, so that a folder may have a # in its name; what holds a slash or a dot is a file.
const EXPORT = /^(?<module>.*)#(?<name>[^#/\\.]*)$/su

type AnyTask = Task<unknown, unknown>

/**
 * The task that a reference names, loaded once to see that it is there.
 * @throws CommandError for a module or an export that is not there, cannot be loaded, or needs what nobody gives
 */
export async function findTask(reference: string): Promise<AnyTask> {
  const { module = reference, name } = EXPORT.exec(reference)?.groups ?? {}
  if (module === '') throw new CommandError(EXIT.usage, `expected <module>[#export], got '${reference}', which names no module`)
  if (name === '') throw new CommandError(EXIT.usage, `expected the name of an export after # in '${reference}'`)
  const task = importTask(await locate(module), name)
  try {
    return await settled(load(task), task.module)
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(EXIT.cannotRun, await explain(error, task.module, module, name), { cause: error })
  }
}

async function load(task: AnyTask): Promise<AnyTask> {
  try {
    await check(task)
    return task
  } catch (error) {
    if (codeOf(error) !== 'PARMAP_TASK_NOT_FOUND') throw error
    const found = await referenceIn(task)
    if (found === undefined) throw error
    // By its own name, and not as it is here: any worker must find it, too.
    await check(importTask(found.module, found.exportName), setupArguments(found).length > 0).catch((reason: unknown) => { throw reason instanceof CommandError ? reason : error })
    return found
  }
}

/** Loads a task. @throws CommandError where its setup takes data, which no flag can give */
async function check(task: AnyTask, hasData = false): Promise<void> {
  const { exportName, setup } = await loadTask(task)
  // A parameter that has a default is not counted.
  if (hasData || setup === undefined || setup.length === 0) return
  throw new CommandError(
    EXIT.cannotRun,
    `the setup of the task \`${exportName}\` takes data, and \`parmap map\` has none to give: ` +
      `name an export that is \`${exportName}.with(…)\`, or give the parameter of the setup a default`,
  )
}

/** The task to which an export refers: one with its data, one that is imported, or one that another module defines. */
async function referenceIn(task: AnyTask): Promise<AnyTask | undefined> {
  const found = await findExport(task)
  return isTask(found) ? (found as AnyTask) : undefined
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

async function explain(error: unknown, url: string, module: string, name: string | undefined): Promise<string> {
  if (codeOf(error) === 'PARMAP_TASK_LOAD_FAILED') return describeLoadFailure((error as Error).cause, url, module)
  const isUnnamed = codeOf(error) === 'PARMAP_TASK_NOT_FOUND' && name === undefined
  return messageOf(error) + (isUnnamed ? `\nWrite the one to run after #: parmap map ${module}#NAME` : '')
}

function codeOf(error: unknown): unknown {
  return (Object(error) as { readonly code?: unknown }).code
}
