// A contender as the contest sees it, whatever language it is in: what is known of it, and the command that runs it once.

import { isOfCommands } from './command.ts'
import type { Contender, ContenderFacts, WayName } from './contender.ts'
import { COMMAND_MAIN, FIRST_RESULT_MAIN, ITEMS_MAIN, MESSAGE_COUNTER, MESSAGES_MAIN, NODE_MAIN, PYTHON_MAIN, type Named } from './discover.ts'
import type { CommandLine } from './launch.ts'
import type { Look } from './looks.ts'
import type { Order } from './order.ts'
import { findProgram } from './programs.ts'
import type { Python } from './python.ts'
import { installedVersion } from './version.ts'
import type { AnyWorkload, Case } from './workload.ts'

/** A contender in one workload. */
export interface Entrant extends ContenderFacts {
  readonly name: string
  /** The call it makes; its name where it is missing. */
  readonly call: string
  readonly version: string | undefined
  /** Why it cannot run here, where that is known beforehand. */
  readonly missing: string | undefined
  /** Its process needs a temporary folder of its own. */
  readonly hasOwnFolder?: boolean
  /** The program and arguments that run it once. */
  command(case_: Case): CommandLine
  /** Those of an extra process. Absent: it has none. */
  readonly lookCommand?: (look: Look, case_: Case) => CommandLine
}

/** The programs that run contenders. */
export interface Runtimes {
  readonly node: string
  readonly python: string
}

/** The collector can be called so that nobody is charged for what was there before the clock started. */
export const NODE_FLAGS: readonly string[] = ['--expose-gc']

/** Everyone who can take part in a workload: who offers its way, and Python's where Python knows the workload. */
export function entrantsOf(workload: Named<AnyWorkload>, contenders: readonly Named<Contender>[], python: Python, runtimes: Runtimes): Entrant[] {
  const { way } = workload.value
  const { keepsState = false, isShared = false } = workload.value
  const ofNode = contenders.filter(({ value }) => value[way] !== undefined).map((contender) => nodeEntrant(workload, contender, way, runtimes.node))
  return [...ofNode, ...pythonEntrants(workload, python, runtimes.python)].filter(({ needsState, keepsNoState, sharesMemory }) => (keepsState ? keepsNoState : needsState) !== true && (!isShared || sharesMemory === true))
}

function nodeEntrant(workload: Named<AnyWorkload>, { name, url, value }: Named<Contender>, way: WayName, node: string): Entrant {
  const { version, file, missing } = installed(value)
  const isCommand = isOfCommands(way)
  const orderOf = (case_: Case): string => JSON.stringify({ workload: workload.url, contender: url, case: case_, ...(file === undefined ? {} : { program: file }) } satisfies Order)
  return {
    ...value,
    name,
    call: value[way]!.call,
    ...(value.program === undefined ? {} : { package: value.program.name }),
    version,
    missing,
    hasOwnFolder: isCommand,
    command: (case_) => [node, ...NODE_FLAGS, isCommand ? COMMAND_MAIN : NODE_MAIN, orderOf(case_)],
    ...(isCommand ? {} : { lookCommand: (look, case_) => [node, ...LOOKS[look], orderOf(case_)] }),
  }
}

/** How extra processes are started. `--require`: threads have loaded it before anything else; `--import` leaves some out. */
const LOOKS: Readonly<Record<Look, readonly string[]>> = {
  firstResult: [FIRST_RESULT_MAIN],
  messages: ['--require', MESSAGE_COUNTER, MESSAGES_MAIN],
  items: [ITEMS_MAIN],
}

/** What of a contender has to be there, and is, or is not. */
function installed({ package: name, program }: ContenderFacts): { readonly version?: string | undefined; readonly file?: string; readonly missing?: string | undefined } {
  if (program !== undefined) return findProgram(program) ?? { missing: `${program.name} is not installed` }
  if (name === undefined) return {}
  const version = installedVersion(name)
  return { version, missing: version === undefined ? `${name} is not installed` : undefined }
}

function pythonEntrants({ name: workload, value: { way } }: Named<AnyWorkload>, python: Python, interpreter: string): Entrant[] {
  if (!python.workloads.includes(workload)) return []
  return Object.entries(python.contenders).flatMap(([module, described]): Entrant[] => {
    const name = `python ${module}`
    const commandOf = (what: string, case_: Case): CommandLine => [interpreter, '-B', PYTHON_MAIN, what, JSON.stringify({ workload, contender: module, way, case: case_, startedAt: secondsNow() })]
    const command = (case_: Case): CommandLine => commandOf('run', case_)
    if ('missing' in described) {
      const { missing, calls } = described
      const offers = calls === undefined || calls[way] !== undefined
      return offers ? [{ role: 'peer', name, call: calls?.[way] ?? module, version: undefined, missing, command }] : []
    }
    const { calls, version, ...facts } = described
    const call = calls[way]
    return call === undefined ? [] : [{ ...facts, role: 'peer', name, call, version: version ?? python.version, missing: undefined, command, lookCommand: commandOf }]
  })
}

/** On the wall clock, as Python will read it: it does not know to the millisecond when it was started. */
function secondsNow(): number {
  return Date.now() / 1e3
}
