// One case of a workload: all its entrants, round by round, each round in a new order, each run in a process of its own.
// Interleaved so, a machine that slows down slows down everyone, and figures of one round can be compared as pairs.

import { shuffle } from 'simple-statistics'
import { fastestPeer, figuresOf, type Cell, type Taken } from './cell.ts'
import type { Named } from './discover.ts'
import type { Entrant } from './entrant.ts'
import { launch, launchLook } from './launch.ts'
import { LOOK_PATIENCE, LOOKED_ROUNDS, lookFurther } from './looks.ts'
import type { Random } from './random.ts'
import type { Sample } from './sample.ts'
import { summarise } from './statistics.ts'
import { FASTEST_PEER, type AnyWorkload, type Case, type Effort } from './workload.ts'

/** A case with its cells; `isComplete` when none has a round to go. */
export interface Contest {
  readonly workload: Named<AnyWorkload>
  readonly case: Case
  readonly effort: Effort
  readonly cells: readonly Cell[]
  isComplete: boolean
}

/** What a contest needs from outside. */
export interface Conduct {
  readonly random: Random
  readonly signal: AbortSignal
  readonly onRound: (round: number, entrants: number) => void
  readonly onSample: () => void
}

/** A contender whose first round takes so many times its time has no second: it is too far behind for an error to matter. */
const PATIENCE = 4

const MILLISECONDS = 1e3

/** Runs a contest to its end, filling its cells. @throws the signal's reason when it is ended before */
export async function hold(contest: Contest, { random, signal, onRound, onSample }: Conduct): Promise<void> {
  const begun = performance.now()
  let lastMs = 0
  for (let round = 1; round <= contest.effort.rounds; round++) {
    const roundBegun = performance.now()
    if (round > 1 && roundBegun - begun + lastMs > (contest.effort.mostSeconds ?? Infinity) * MILLISECONDS) break
    const field = shuffle(contest.cells.filter((cell) => wantsMore(cell, contest)), random)
    if (round > 1 && field.length === 1 && contest.effort.hopelessAt !== undefined) break // there is nobody left to compare it with
    if (field.length > 0) onRound(round, field.length)
    for (const cell of field) {
      cell.taken.push({ round, sample: await sampleOf(cell.entrant, contest, round, signal) })
      onSample()
    }
    lastMs = performance.now() - roundBegun
  }
  contest.isComplete = true
}

async function sampleOf({ missing, limit, isSequential, hasOwnFolder, command, lookCommand }: Entrant, { case: case_, effort: { looks = LOOKED_ROUNDS } }: Contest, round: number, signal: AbortSignal): Promise<Sample> {
  signal.throwIfAborted()
  if (missing !== undefined) return { status: 'missing', reason: missing }
  if (limit?.concurrency !== undefined && case_.concurrency > limit.concurrency) return { status: 'refused', reason: `not tried beyond ${limit.concurrency} at once: ${limit.why}` }
  if (isSequential === true && (case_.perWorker ?? 1) > 1) return { status: 'refused', reason: 'a worker of it runs one item after the other' }
  if (limit?.items !== undefined && case_.items > limit.items) return { status: 'refused', reason: `not tried beyond ${limit.items} items: ${limit.why}` }
  const { deadline, timesItems } = case_
  const sample = await launch(command(case_), { deadline, signal, hasOwnFolder: hasOwnFolder === true || timesItems === true, watchesMemory: round === 1 && hasOwnFolder !== true })
  if (sample.status !== 'measured' || lookCommand === undefined || round > looks) return sample
  return lookFurther(sample, round, (look) => launchLook(lookCommand(look, case_), { deadline: deadline * LOOK_PATIENCE[look], signal, hasOwnFolder: look === 'items' }))
}

/** Whether a cell has a round to go. One failure ends it; who decides a budget runs all rounds, the others stop when they have had their time. */
function wantsMore(cell: Cell, contest: Contest): boolean {
  const { taken } = cell
  const { effort } = contest
  if (taken.length === 0) return true
  if (taken.some(({ sample }) => sample.status !== 'measured')) return false
  if (isHopeless(cell, contest)) return false
  if (decides(cell, contest)) return true
  const seconds = secondsOf(taken)
  return seconds < effort.seconds || (taken.length < effort.leastRounds && seconds < PATIENCE * effort.seconds)
}

function isHopeless(cell: Cell, { effort: { hopelessAt = Infinity }, cells }: Contest): boolean {
  return timeOf(cell) > hopelessAt * Math.min(...cells.map(timeOf))
}

/** The median so far; infinite where nothing counts. */
function timeOf(cell: Cell): number {
  const figures = figuresOf(cell, 'seconds')
  return figures.length === 0 ? Infinity : summarise(figures.map(({ value }) => value)).median
}

/** The fastest peer is the one that is so by now: rounds of its own are what a verdict on it needs. */
function decides(cell: Cell, { case: { budgets }, cells }: Contest): boolean {
  if (cell.entrant.role === 'ours') return true
  return budgets.some(({ against }) => (against === FASTEST_PEER ? cell === fastestPeer(cells) : against === cell.entrant.name))
}

function secondsOf(taken: readonly Taken[]): number {
  return taken.reduce((sum, { sample }) => sum + (sample.status === 'measured' ? sample.spentSeconds : 0), 0)
}
