// `parmap map`, from the request to the end of the process: what must be there is looked for, then the items run.

import { openBackend } from './backends.ts'
import { CommandError, stackOf } from './errors.ts'
import { endProcess, guardEnd, keepExit, type Ending } from './exit.ts'
import { EXIT } from './exit-codes.ts'
import { openInput } from './input/input.ts'
import type { MapRequest } from './map-options.ts'
import { takeStdout } from './output/stdout.ts'
import { Report } from './report.ts'
import { checkTask, nameTask } from './user-task.ts'

/** Carries the request out and ends the process. */
export async function mapCommand(request: MapRequest): Promise<never> {
  const stdout = takeStdout()
  keepExit()
  const report = new Report(request.isColoured)
  return endProcess(await carryOut().catch(explain))

  async function carryOut(): Promise<Ending> {
    const task = await nameTask(request.reference)
    const { executor, load } = await openBackend(request)
    const checked = checkTask(task, load)
    const loading = import('./map-run.ts') // while a worker starts
    await checked
    guardEnd() // only now: a module that never finishes loading is a fault of its own
    const input = await openInput(request)
    const { MapRun } = await loading
    return new MapRun({ request, task, executor, input, stdout, report }).run()
  }

  function explain(error: unknown): Ending {
    if (error instanceof CommandError) {
      report.note(error.message)
      return { exitCode: error.exitCode }
    }
    report.note(`a fault of parmap itself: ${stackOf(error)}`)
    return { exitCode: EXIT.itemFailed }
  }
}
