// Which contests a run holds: the workloads, cases and contenders that were asked for, with the effort that was asked for.

import type { Contest } from './contest.ts'
import type { Contender } from './contender.ts'
import type { Named } from './discover.ts'
import { entrantsOf, type Entrant } from './entrant.ts'
import type { Flags } from './flags.ts'
import type { Python } from './python.ts'
import { isInShort } from './short.ts'
import type { AnyWorkload, Case, Effort } from './workload.ts'

/** What there is to choose from. */
export interface Offer {
  readonly workloads: readonly Named<AnyWorkload>[]
  readonly contenders: readonly Named<Contender>[]
  readonly python: Python
}

/** The contests, in order, with empty cells. @throws RangeError for a name that does not exist */
export function plan({ workloads, contenders, python }: Offer, flags: Flags): Contest[] {
  checkNames('workload', flags.workload, workloads.map(({ name }) => name))
  const all = workloads.map((workload) => ({ workload, entrants: entrantsOf(workload, contenders, python, flags) }))
  const fields = all.filter(({ workload: { name } }) => flags.workload?.includes(name) ?? true)
  checkNames('case', flags.case, fields.flatMap(({ workload }) => workload.value.cases.map(({ name }) => name)))
  checkNames('contender', flags.contender, all.flatMap(({ entrants }) => entrants.map(({ name }) => name))) // of any: one list serves for several workloads
  return fields.flatMap(({ workload, entrants }) => {
    const chosen = entrants.filter(({ name }) => flags.contender?.includes(name) ?? true)
    return chosen.length === 0 ? [] : workload.value.cases.filter((case_) => isAskedFor(case_, flags)).map((case_) => contestOf(workload, case_, chosen, flags))
  })
}

/** Cases that are run with `--full` only, where it was not asked for. */
export function leftOut({ workloads }: Offer, { full, quick, short, workload: names }: Flags): string[] {
  if (full || quick || short) return []
  return workloads.filter(({ name }) => names?.includes(name) ?? true)
    .flatMap(({ name, value }) => value.cases.filter(({ when }) => when === 'full').map((case_) => `${name} ${case_.name}`))
}

function contestOf(workload: Named<AnyWorkload>, case_: Case, entrants: readonly Entrant[], flags: Flags): Contest {
  const field = case_.when === 'short' ? entrants.filter(({ name }) => isInShort(name, workload.value.floor, case_)) : entrants
  return { workload, case: case_, effort: effortOf(case_, flags), cells: field.map((entrant) => ({ entrant, taken: [] })), isComplete: false }
}

function effortOf(case_: Case, flags: Flags): Effort {
  const effort = (flags.full ? case_.fullEffort : undefined) ?? case_.effort
  const rounds = flags.rounds ?? effort.rounds
  return { ...effort, rounds, seconds: flags.seconds ?? effort.seconds, leastRounds: Math.min(effort.leastRounds, rounds) }
}

function isAskedFor({ name, when }: Case, { quick, short, full, case: names }: Flags): boolean {
  const isInSize = quick ? when === 'quick' : short ? when === 'short' : when === 'always' || (full && when === 'full')
  return isInSize && (names?.includes(name) ?? true)
}

function checkNames(kind: string, asked: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = asked?.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new RangeError(`There is no ${kind} '${unknown}'; there are: ${[...new Set(known)].join(', ')}`)
}
