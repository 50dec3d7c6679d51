// `parmap exec`, from the request to the end of the process: the command is looked at before anything runs.

import { availableCores } from '@parmap/core/pool'
import { itemsAtOnce } from './backends.ts'
import { endCommand } from './end-command.ts'
import { guardEnd, type Ending } from './exit.ts'
import type { ExecRequest } from './exec-options.ts'
import { callOf, shapeOf } from './exec/call.ts'
import { CommandOutput, PrintedBytes } from './exec/command-output.ts'
import type { CommandFailure } from './exec/command-failure.ts'
import { execWork, type ExecWorkSetup } from './exec/exec-work.ts'
import { openSpawner } from './exec/open-spawner.ts'
import { outputCodec } from './exec/output-codec.ts'
import type { InputShape } from './exec/placeholder.ts'
import { quoteCommand } from './exec/quote.ts'
import { parseShellTemplate } from './exec/shell-template.ts'
import { SpoolSpace } from './exec/spool.ts'
import { parseTemplate, type Template } from './exec/template.ts'
import { partsOf } from './input/block.ts'
import { openInput } from './input/input.ts'
import type { Item } from './input/item.ts'
import { inputJob } from './journal/input-job.ts'
import type { Job } from './journal/job.ts'
import { CommandResults } from './output/command-results.ts'
import { takeStdout } from './output/stdout.ts'
import { fileTarget, stdoutTarget } from './output/target.ts'
import { Report } from './report.ts'
import { dryWork } from './run/dry-work.ts'
import { openRecords } from './run/open-records.ts'
import { Run } from './run/run.ts'

const NEWLINE = Buffer.from('\n')
const TAB = Buffer.from('\t')

/** Carries the request out and ends the process. */
export async function execCommand(request: ExecRequest): Promise<never> {
  const stdout = takeStdout()
  const report = new Report(request.isColoured, request.progress === 'json')
  const tell = (text: string): void => { report.note(text) }
  return endCommand(report, carryOut)

  async function carryOut(): Promise<Ending> {
    guardEnd()
    const { from, hasHeader, perCall } = request
    const shape = shapeOf(from, hasHeader, perCall)
    const asked = templateOf(request, shape) // what can be refused without a look at the input
    const input = await openInput(request)
    const names = perCall === undefined ? await input.readHeader() : undefined
    const template = names === undefined ? asked : templateOf(request, { ...shape, columns: names.length, names })
    const kept = request.dryRun ? undefined : await openRecords(request, jobOf(request), input, outputCodec(tagsOf(request)), report)
    const results = new CommandResults(request.output === undefined || request.dryRun ? stdoutTarget(stdout) : await fileTarget(request.output, tell))
    const concurrency = (await itemsAtOnce(request.jobs)) ?? availableCores()
    const call = (item: Item, slot: number): ReturnType<typeof callOf> => callOf(item, input.isGrouped, slot)
    const work = request.dryRun
      ? dryWork((item) => new CommandOutput(new PrintedBytes(Buffer.concat([quoteCommand(template.argvOf(call(item, 1))), NEWLINE]))))
      : execWork({ ...workSetup(request, template, results), callOf: call, concurrency })
    const givenBy = (thrown: unknown): CommandOutput | undefined => (Object(thrown) as Partial<CommandFailure>).output
    return new Run({ options: request, work, input, results, report, givenBy, kept }).run()
  }
}

function workSetup(request: ExecRequest, template: Template, results: CommandResults): Omit<ExecWorkSetup, 'callOf' | 'concurrency'> {
  const { grouping, timeout, killAfter, retries, retryOn } = request
  const tagOf = tagsOf(request)
  return {
    template,
    // Commands that print by themselves find that out by themselves, too.
    spawner: openSpawner({ onUnread: () => { results.onError(Object.assign(new Error('nobody reads stdout'), { code: 'EPIPE' })) } }),
    space: new SpoolSpace(),
    tagOf,
    outputOf: (item) => (grouping === 'none' ? 'inherit' : grouping === 'whole' ? 'capture' : (from, pieces) => results.writeLines(from, pieces, tagOf(item))),
    timeout,
    killAfter,
    retries,
    retryOn,
  }
}

/** What stands before each line of an item; undefined: nothing does. */
function tagsOf({ isTagged }: ExecRequest): (item: Item) => Buffer | undefined {
  return (item) => (isTagged ? Buffer.concat([...tagParts(item), TAB]) : undefined)
}

function templateOf({ command }: ExecRequest, shape: InputShape): Template {
  return typeof command === 'string' ? parseShellTemplate(command, shape) : parseTemplate(command, shape)
}

/** The item as it was read; several with blanks between. */
function tagParts({ block, position }: Item): Buffer[] {
  return partsOf(block.raw(position)).flatMap((part, at) => [...(at === 0 ? [] : [Buffer.from(' ')]), Buffer.from(part as string)])
}

/** What changes the results of the run. */
function jobOf(request: ExecRequest): Job {
  const { command } = request
  return { ...(typeof command === 'string' ? { '--shell': command } : { command }), ...inputJob(request) }
}
