// The run of `parmap map` once its task has been found: input, records and results are opened, then the items run.

import type { Opened } from './backends.ts'
import { guardEnd, type Ending } from './exit.ts'
import { openInput, type Input } from './input/input.ts'
import { inputJob } from './journal/input-job.ts'
import type { MapRequest } from './map-options.ts'
import { Results } from './output/results.ts'
import { fileTarget, stdoutTarget } from './output/target.ts'
import type { Report } from './report.ts'
import { dryWork } from './run/dry-work.ts'
import { mapWork } from './run/map-work.ts'
import { openRecords } from './run/open-records.ts'
import { Run } from './run/run.ts'
import { textCodec } from './run/text-codec.ts'
import { parserOf } from './worker/parsers.ts'
import type { UserTask } from './worker/user-task.ts'

/** What a run works with. */
export interface MapRunSetup {
  readonly request: MapRequest
  readonly stdout: Parameters<typeof stdoutTarget>[0]
  readonly report: Report
}

/** Runs the task over the items. */
export async function runMap({ request, stdout, report }: MapRunSetup, task: UserTask, { executor, concurrency }: Opened): Promise<Ending> {
  guardEnd() // only now: a module that never finishes loading is a fault of its own
  const input = await openInput(request)
  const kept = await openRecords(request, { module: task.module, export: task.exportName, '--to': request.to, ...inputJob(request) }, input, textCodec(request.to), report)
  const tell = (text: string): void => { report.note(text) }
  const results = new Results(request.output === undefined ? stdoutTarget(stdout) : await fileTarget(request.output, tell), request.to)
  const work = mapWork({ ...request, executor, task, input, concurrency })
  return new Run({ options: request, work, input, results, report, kept }).run()
}

/** Prints the items that the task would get. */
export async function printItems({ request, stdout, report }: MapRunSetup): Promise<Ending> {
  const input = await openInput(request)
  const work = dryWork((item) => `${itemJson(input, item.value)}\n`)
  return new Run({ options: request, work, input, results: new Results(stdoutTarget(stdout), 'ndjson'), report, kept: undefined }).run()
}

/** An item as JSON, on one line. */
function itemJson({ carried, isGrouped }: Input, value: unknown): string {
  return JSON.stringify(parserOf(carried, isGrouped)(value))
}
