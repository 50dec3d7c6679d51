// `parmap map`, from the request to the end of the process: what must be there is looked for, then the items run.

import { openBackend } from './backends.ts'
import { endCommand } from './end-command.ts'
import { guardEnd, keepExit, type Ending } from './exit.ts'
import { openInput, type Input } from './input/input.ts'
import { inputJob } from './journal/input-job.ts'
import type { MapRequest } from './map-options.ts'
import { Results } from './output/results.ts'
import { takeStdout } from './output/stdout.ts'
import { fileTarget, stdoutTarget } from './output/target.ts'
import { Report } from './report.ts'
import { openRecords } from './run/open-records.ts'
import { textCodec } from './run/text-codec.ts'
import { checkTask, nameTask } from './user-task.ts'
import { parserOf } from './worker/parsers.ts'

/** Carries the request out and ends the process. */
export async function mapCommand(request: MapRequest): Promise<never> {
  const stdout = takeStdout()
  keepExit()
  const report = new Report(request.isColoured, request.progress === 'json')
  const tell = (text: string): void => { report.note(text) }
  return endCommand(report, carryOut)

  async function carryOut(): Promise<Ending> {
    if (request.dryRun) return dryRun()
    const task = await nameTask(request.reference)
    const { executor, load, concurrency } = await openBackend(request)
    const checked = checkTask(task, load)
    const loading = Promise.all([import('./run/run.ts'), import('./run/map-work.ts')]) // while a worker starts
    await checked
    guardEnd() // only now: a module that never finishes loading is a fault of its own
    const input = await openInput(request)
    const kept = await openRecords(request, { module: task.module, export: task.exportName, '--to': request.to, ...inputJob(request) }, input, textCodec(request.to), report)
    const results = new Results(request.output === undefined ? stdoutTarget(stdout) : await fileTarget(request.output, tell), request.to)
    const [{ Run }, { mapWork }] = await loading
    const work = mapWork({ ...request, executor, task, input, concurrency })
    return new Run({ options: request, work, input, results, report, kept }).run()
  }

  /** Prints the items that the task would get. */
  async function dryRun(): Promise<Ending> {
    const [{ Run }, { dryWork }] = await Promise.all([import('./run/run.ts'), import('./run/dry-work.ts')])
    const input = await openInput(request)
    const work = dryWork((item) => `${itemJson(input, item.value)}\n`)
    return new Run({ options: request, work, input, results: new Results(stdoutTarget(stdout), 'ndjson'), report, kept: undefined }).run()
  }
}

/** An item as JSON, on one line. */
function itemJson({ carried, isGrouped }: Input, value: unknown): string {
  return JSON.stringify(parserOf(carried, isGrouped)(value))
}
