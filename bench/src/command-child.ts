// The process of one contender that is a command, in one round: makes the files ready, runs the command once, measures it
// from outside, checks what it has printed, and reports. It is not part of what is measured.

import { tmpdir } from 'node:os'
import { difference } from './check.ts'
import type { Command, CommandWayName, Refusal, ToCommand } from './command.ts'
import type { Contender, Way } from './contender.ts'
import { carryOut, WrongResult, type Order } from './order.ts'
import { HAS_PROC } from './process-tree.ts'
import type { Sample } from './sample.ts'
import { timeCommand, type Outlet, type TimedCommand } from './timed-command.ts'
import type { CommandWorkload, PreparedCommand } from './workload.ts'

/** What is looked at, and which of its times counts. */
interface Watch {
  readonly outlet: Outlet
  readonly time: 'seconds' | 'firstOutputSeconds'
}

const WATCHES: Readonly<Record<CommandWayName, Watch>> = {
  filter: { outlet: 'file', time: 'seconds' },
  commands: { outlet: 'file', time: 'seconds' },
  start: { outlet: 'pipe', time: 'firstOutputSeconds' },
}

async function run(order: Order): Promise<Sample> {
  if (!HAS_PROC) return { status: 'missing', reason: 'there is no /proc, by which commands are measured' }
  const { workload } = (await import(order.workload)) as { readonly workload: CommandWorkload }
  const { contender } = (await import(order.contender)) as { readonly contender: Contender }
  const folder = tmpdir() // the round's own, as the parent has set it
  const prepared = workload.prepare(order.case, folder)
  const command = await commandOf(contender, workload.way, prepared, order.program ?? '')
  if ('refused' in command) return { status: 'refused', reason: command.refused }
  const { outlet, time } = WATCHES[workload.way]
  const timed = await timeCommand(command, outlet, folder)
  check(timed, command, prepared)
  const seconds = timed[time]
  const { userSeconds, systemSeconds, peakBytes } = timed
  return { status: 'measured', seconds, userSeconds, systemSeconds, firstSeconds: seconds, spentSeconds: seconds, peakBytes }
}

// The workload's way and the contender's are the same, which their types cannot say.
async function commandOf(contender: Contender, way: CommandWayName, { job }: PreparedCommand, program: string): Promise<Command | Refusal> {
  const toCommand = await (contender[way] as Way<ToCommand<unknown>>).load()
  return toCommand(job, program)
}

/** @throws WrongResult with the first wrong line */
function check({ printed }: TimedCommand, { isUnordered, prints }: Command, { expected }: PreparedCommand): void {
  const lines = printed.split('\n')
  if (lines.pop() !== '') throw new WrongResult('the output ends within a line')
  const right = prints ?? expected()
  const wrong = isUnordered === true ? difference(lines.toSorted(), right.toSorted()) : difference(lines, right)
  if (wrong !== undefined) throw new WrongResult(wrong)
}

await carryOut(run)
