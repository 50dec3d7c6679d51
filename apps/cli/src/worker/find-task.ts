// From the name of the user's task to a task that can be run, in the worker that is to run it.

import { importTask, ParmapError, type Task } from '@parmap/core'
import { findExport, isTask, loadTask, setupArguments } from '@parmap/core/worker'
import { codeOf } from '../errors.ts'
import type { UserTask } from './user-task.ts'

type AnyTask = Task<unknown, unknown>

/**
 * The task under a name: an exported function, or what an exported reference refers to.
 * @throws ParmapError for a module or an export that is not there, cannot be loaded, or needs what nobody gives
 */
export async function findTask({ module, exportName }: UserTask): Promise<AnyTask> {
  const task = importTask(module, exportName)
  try {
    await check(task)
    return task
  } catch (error) {
    if (codeOf(error) !== 'PARMAP_TASK_NOT_FOUND') throw error
    const found = await referenceIn(task)
    if (found === undefined) throw error
    // By its own name, and not as it is here: any worker must find it, too.
    await check(importTask(found.module, found.exportName), setupArguments(found).length > 0).catch((reason: unknown) => { throw codeOf(reason) === 'PARMAP_SETUP_FAILED' ? reason : error })
    return found
  }
}

/** Loads a task. @throws ParmapError where its setup takes data, which no flag can give */
async function check(task: AnyTask, hasData = false): Promise<void> {
  const { exportName, setup } = await loadTask(task)
  // A parameter that has a default is not counted.
  if (hasData || setup === undefined || setup.length === 0) return
  throw new ParmapError(
    'PARMAP_SETUP_FAILED',
    `the setup of the task \`${exportName}\` takes data, and \`parmap map\` has none to give: ` +
      `name an export that is \`${exportName}.with(…)\`, or give the parameter of the setup a default`,
  )
}

/** The task to which an export refers: one with its data, one that is imported, or one that another module defines. */
async function referenceIn(task: AnyTask): Promise<AnyTask | undefined> {
  const found = await findExport(task)
  return isTask(found) ? (found as AnyTask) : undefined
}
