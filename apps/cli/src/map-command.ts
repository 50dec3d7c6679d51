// `parmap map`, from the request to the end of the process: the task is looked for in all workers, then the items run.

import { openBackend } from './backends.ts'
import { endCommand } from './end-command.ts'
import { keepExit, type Ending } from './exit.ts'
import type { MapRequest } from './map-options.ts'
import { takeStdout } from './output/stdout.ts'
import { Report } from './report.ts'
import { checkTask, nameTask } from './user-task.ts'

/** Carries the request out and ends the process. */
export async function mapCommand(request: MapRequest): Promise<never> {
  const setup = { request, stdout: takeStdout(), report: new Report(request.isColoured, request.progress === 'json') }
  keepExit()
  return endCommand(setup.report, carryOut)

  async function carryOut(): Promise<Ending> {
    if (request.dryRun) return (await import('./map-run.ts')).printItems(setup)
    const [task, opened] = await Promise.all([nameTask(request.reference), openBackend(request)])
    const checked = checkTask(task, (user) => opened.load(user, mostItems(request)))
    const loading = import('./map-run.ts') // while workers start
    await checked
    const { runMap } = await loading
    return runMap(setup, task, opened)
  }
}

/** How many items there will be at most, as far as the request tells: a group counts as one. */
function mostItems({ items, perCall = 1, limit = Infinity }: MapRequest): number {
  return items === undefined ? limit : Math.min(Math.ceil(items.length / perCall), limit)
}
