// A contender as the contest sees it, whatever language it is in: what is known of it, and the command that runs it once.

import { NODE_MAIN, PYTHON_MAIN, type Named } from './discover.ts'
import type { Contender, ContenderFacts, WayName } from './contender.ts'
import type { Python } from './python.ts'
import { installedVersion } from './version.ts'
import type { Case, Workload } from './workload.ts'

/** A contender in one workload. */
export interface Entrant extends ContenderFacts {
  readonly name: string
  /** The call it makes; its name where it is missing. */
  readonly call: string
  readonly version: string | undefined
  /** Why it cannot run here, where that is known beforehand. */
  readonly missing: string | undefined
  /** The program and arguments that run it once. */
  command(case_: Case): readonly [file: string, ...args: string[]]
}

/** The programs that run contenders. */
export interface Runtimes {
  readonly node: string
  readonly python: string
}

/** The collector can be called so that nobody is charged for what was there before the clock started. */
export const NODE_FLAGS: readonly string[] = ['--expose-gc']

/** Everyone who can take part in a workload: who offers its way, and Python's where Python knows the workload. */
export function entrantsOf(workload: Named<Workload>, contenders: readonly Named<Contender>[], python: Python, runtimes: Runtimes): Entrant[] {
  const { way } = workload.value
  const { keepsState = false } = workload.value
  const ofNode = contenders.filter(({ value }) => value[way] !== undefined).map((contender) => nodeEntrant(workload, contender, way, runtimes.node))
  return [...ofNode, ...pythonEntrants(workload, python, runtimes.python)].filter(({ needsState, keepsNoState }) => (keepsState ? keepsNoState : needsState) !== true)
}

function nodeEntrant(workload: Named<Workload>, { name, url, value }: Named<Contender>, way: WayName, node: string): Entrant {
  const version = value.package === undefined ? undefined : installedVersion(value.package)
  const missing = value.package !== undefined && version === undefined ? `${value.package} is not installed` : undefined
  const command = (case_: Case): readonly [string, ...string[]] =>
    [node, ...NODE_FLAGS, NODE_MAIN, JSON.stringify({ workload: workload.url, contender: url, case: case_ })]
  return { ...value, name, call: value[way]!.call, version, missing, command }
}

function pythonEntrants({ name: workload, value: { way } }: Named<Workload>, python: Python, interpreter: string): Entrant[] {
  if (!python.workloads.includes(workload)) return []
  return Object.entries(python.contenders).flatMap(([module, described]): Entrant[] => {
    const name = `python ${module}`
    const command = (case_: Case): readonly [string, ...string[]] =>
      [interpreter, '-B', PYTHON_MAIN, JSON.stringify({ workload, contender: module, way, case: case_ })]
    if ('missing' in described) {
      const { missing, calls } = described
      const offers = calls === undefined || calls[way] !== undefined
      return offers ? [{ role: 'peer', name, call: calls?.[way] ?? module, version: undefined, missing, command }] : []
    }
    const { calls, version, ...facts } = described
    const call = calls[way]
    return call === undefined ? [] : [{ ...facts, role: 'peer', name, call, version: version ?? python.version, missing: undefined, command }]
  })
}
