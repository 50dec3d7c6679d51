// `parmap map`, from the request to the end of the process: what must be there is looked for, then the items run.

import { openBackend } from './backends.ts'
import { CommandError, stackOf } from './errors.ts'
import { endProcess, guardEnd, keepExit, type Ending } from './exit.ts'
import { EXIT } from './exit-codes.ts'
import { openInput } from './input/input.ts'
import type { MapRequest } from './map-options.ts'
import { Results } from './output/results.ts'
import { openRecords } from './run/open-records.ts'
import { takeStdout } from './output/stdout.ts'
import { fileTarget, stdoutTarget } from './output/target.ts'
import { textCodec } from './run/text-codec.ts'
import { Report } from './report.ts'
import type { Job } from './journal/job.ts'
import { checkTask, nameTask } from './user-task.ts'
import type { UserTask } from './worker/user-task.ts'

/** Carries the request out and ends the process. */
export async function mapCommand(request: MapRequest): Promise<never> {
  const stdout = takeStdout()
  keepExit()
  const report = new Report(request.isColoured)
  return endProcess(await carryOut().catch(explain))

  async function carryOut(): Promise<Ending> {
    const task = await nameTask(request.reference)
    const { executor, load, concurrency } = await openBackend(request)
    const checked = checkTask(task, load)
    const loading = Promise.all([import('./run/run.ts'), import('./run/map-work.ts')]) // while a worker starts
    await checked
    guardEnd() // only now: a module that never finishes loading is a fault of its own
    const input = await openInput(request)
    const results = new Results(request.output === undefined ? stdoutTarget(stdout) : await fileTarget(request.output), request.to)
    const kept = await openRecords(request, jobOf(request, task), input, textCodec(request.to))
    const [{ Run }, { mapWork }] = await loading
    const work = mapWork({ ...request, executor, task, input, concurrency })
    const run = new Run({ options: request, work, input, results, report, records: kept?.records, closeRecords: kept && (() => kept.close()) })
    if (kept !== undefined) kept.onError = (error) => { run.failOutput(error) }
    if (kept?.journal !== undefined && kept.journal.repaired > 0) report.note(`the journal ended in the middle of a record, which has been cut off (${kept.journal.repaired} bytes)`)
    return run.run()
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

/** What changes the results of the run. */
function jobOf({ from, to, hasHeader, perCall, delimiter }: MapRequest, { module, exportName }: UserTask): Job {
  return { module, export: exportName, '--from': from, '--to': to, '--header': hasHeader, '-n': perCall, '-d': delimiter?.toString() }
}
