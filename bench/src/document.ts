// The machine form of a run: plain data, from which every report is made. `results` holds at least what hyperfine's JSON
// holds under the same names (times in seconds), so that tools for that read this.

import type { BaselineReport } from './baseline-report.ts'
import { compare, judgeBudgets, type Comparison, type Judged } from './comparison.ts'
import type { Cell } from './cell.ts'
import type { Contest } from './contest.ts'
import type { Role } from './contender.ts'
import type { Environment } from './environment.ts'
import type { Repetition } from './repetition.ts'
import type { MemoryAt, Percentiles, Sample } from './sample.ts'
import { METHOD, summarise, type Summary } from './statistics.ts'

/** One cell: a contender in a case. Times are absent where nothing counts. */
export interface Result extends Partial<Summary> {
  readonly command: string
  readonly workload: string
  readonly case: string
  readonly contender: string
  readonly role: Role
  readonly call: string
  readonly package: string | undefined
  readonly version: string | undefined
  readonly bounded: boolean
  readonly status: Sample['status'] | 'not-run'
  /** Why it is not `measured`. */
  readonly reason: string | undefined
  /** Mean CPU seconds of the timed part. */
  readonly user: number | undefined
  readonly system: number | undefined
  /** One a process: the median of its steady runs, or its only run. */
  readonly times: readonly number[]
  /** The first run of each process, and the median of these; where the case is not repeated, the same as `times`. */
  readonly first_times: readonly number[]
  readonly first_median: number | undefined
  /** That of child processes included. */
  readonly memory_usage_byte: readonly number[]
  /** Of it, that of child processes; absent where there are none. */
  readonly children_memory_byte?: readonly number[] | undefined
  /**
   * Bytes exchanged with child processes, or files, in one run of each round; or those of the messages between threads, in
   * one run of the first. Absent where there are neither, or nobody looked.
   */
  readonly sent_byte?: readonly number[] | undefined
  /** From the start of a process to its first result, in the first rounds. Absent where nobody looked. */
  readonly first_result_seconds?: readonly number[] | undefined
  /** How long items take, each the median of the rounds; absent where they are not timed. */
  readonly item_seconds?: Percentiles | undefined
  /** Of the first round: seconds since the start of the process, and the memory that was resident then. Absent where nobody looked. */
  readonly memory_over_time?: readonly MemoryAt[] | undefined
  /** The round of each of `times`. */
  readonly rounds: readonly number[]
  /** `idle`: seconds of each time that are no cost of the contender. */
  readonly parameters: { readonly items: number; readonly concurrency: number; readonly idle: number }
}

/** A case with all that can be said of it. Comparisons are there when it is complete, or when the run has ended before. */
export interface CaseReport {
  readonly name: string
  readonly items: number
  readonly concurrency: number
  /** `null`: each process runs the case once. */
  readonly repetition: Repetition | null
  /** Every item costs about the same: throughput can be drawn against the cost of an item. */
  readonly isEven: boolean
  readonly complete: boolean
  readonly comparisons: readonly Comparison[]
  readonly budgets: readonly Judged[]
}

/** A workload with its cases. */
export interface WorkloadReport {
  readonly name: string
  readonly title: string
  readonly floor: string
  readonly cases: readonly CaseReport[]
}

/** Of the machine form; another one when its readers have to know. */
export const SCHEMA = 1

/** A whole run. */
export interface Document {
  readonly schema: typeof SCHEMA
  /** `false`: the run is still under way, or was ended before. */
  readonly complete: boolean
  /** Tiny sizes: the figures mean nothing. */
  readonly quick: boolean
  readonly seed: number
  readonly startedAt: string
  readonly environment: Environment
  readonly method: string
  readonly leftOut: readonly string[]
  readonly workloads: readonly WorkloadReport[]
  readonly results: readonly Result[]
  /** Beside the baseline, where that was asked for. */
  readonly baseline?: BaselineReport
}

/** What a document says of the run as such. */
export type RunFacts = Pick<Document, 'quick' | 'seed' | 'startedAt' | 'environment' | 'leftOut'>

/** Puts a run into a document. With `isOver`, contests that were broken off are compared as far as they went. */
export function documentOf(facts: RunFacts, contests: readonly Contest[], isOver: boolean): Document {
  return {
    schema: SCHEMA,
    complete: contests.every(({ isComplete }) => isComplete),
    ...facts,
    method: METHOD,
    workloads: [...new Set(contests.map(({ workload }) => workload))].map(({ name, value: { title, floor } }) => ({
      name,
      title,
      floor,
      cases: contests.filter(({ workload }) => workload.name === name).map((contest) => caseReport(contest, isOver)),
    })),
    results: contests.flatMap((contest) => contest.cells.map((cell) => resultOf(contest, cell))),
  }
}

function caseReport(contest: Contest, isOver: boolean): CaseReport {
  const { case: { name, items, concurrency, repetition = null, isEven = false }, isComplete: complete } = contest
  const isDue = complete || isOver
  return { name, items, concurrency, repetition, isEven, complete, comparisons: isDue ? compare(contest) : [], budgets: isDue ? judgeBudgets(contest) : [] }
}

function resultOf({ workload, case: { name, items, concurrency, idle = 0 } }: Contest, { entrant, taken }: Cell): Result {
  const failure = taken.map(({ sample }) => sample).find((sample) => sample.status !== 'measured')
  const measured = taken.flatMap(({ round, sample }) => (sample.status === 'measured' ? [{ round, sample }] : []))
  const times = measured.map(({ sample }) => sample.seconds)
  const firstTimes = measured.map(({ sample }) => sample.firstSeconds)
  const isCounted = failure === undefined && measured.length > 0
  const meanOf = (key: 'userSeconds' | 'systemSeconds'): number | undefined =>
    isCounted ? summarise(measured.map(({ sample }) => sample[key])).mean : undefined
  return {
    command: `${workload.name}, ${name}: ${entrant.name}`,
    workload: workload.name,
    case: name,
    contender: entrant.name,
    role: entrant.role,
    call: entrant.call,
    package: entrant.package,
    version: entrant.version,
    bounded: entrant.bounded ?? true,
    status: failure?.status ?? (measured.length > 0 ? 'measured' : 'not-run'),
    reason: failure?.reason,
    ...(isCounted ? summarise(times) : {}),
    user: meanOf('userSeconds'),
    system: meanOf('systemSeconds'),
    times,
    first_times: firstTimes,
    first_median: isCounted ? summarise(firstTimes).median : undefined,
    memory_usage_byte: measured.map(({ sample }) => sample.peakBytes),
    children_memory_byte: whole(measured.map(({ sample }) => sample.childrenBytes)),
    sent_byte: known(measured.map(({ sample }) => sample.sentBytes)),
    first_result_seconds: known(measured.map(({ sample }) => sample.firstResultSeconds)),
    item_seconds: percentiles(measured.map(({ sample }) => sample.itemSeconds)),
    memory_over_time: measured[0]?.sample.memoryOverTime,
    rounds: measured.map(({ round }) => round),
    parameters: { items, concurrency, idle },
  }
}

/** Figures that not all contenders have; none where one is missing. */
function whole(figures: readonly (number | undefined)[]): readonly number[] | undefined {
  return figures.includes(undefined) ? undefined : known(figures)
}

/** Figures that not all rounds have. */
function known(figures: readonly (number | undefined)[]): readonly number[] | undefined {
  const there = figures.filter((figure) => figure !== undefined)
  return there.length === 0 ? undefined : there
}

function percentiles(rounds: readonly (Percentiles | undefined)[]): Percentiles | undefined {
  const timed = rounds.filter((round) => round !== undefined)
  if (timed.length === 0) return undefined
  const middle = (key: keyof Percentiles): number => summarise(timed.map((round) => round[key])).median
  return { p50: middle('p50'), p95: middle('p95'), p99: middle('p99') }
}
