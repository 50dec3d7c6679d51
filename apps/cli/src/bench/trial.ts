// The contest of the candidates for one task: how many items, who takes part, and what is right.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CommandError } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import type { Input } from '../input/input.ts'
import { formatCount } from '../numbers.ts'
import type { TextJob } from '../worker/text-task.ts'
import { candidatesFor, flagsOf, HALF, SERIAL, type Candidate, type TaskNature } from './candidate.ts'
import { firstDifference } from './difference.ts'
import { linesOf, writeItems } from './item-file.ts'
import { launch, type Case, type Contest, type Entrant, type Repetition, type Sample } from './measuring.ts'
import type { Order, OwnMeasured } from './order.ts'

/** What is to be measured. */
export interface TrialSetup {
  readonly task: Pick<TextJob, 'module' | 'exportName'>
  /** As the user named it. */
  readonly reference: string
  readonly input: Input
  /** Whether a record that is no item ends it; else it is left out. */
  readonly stopsAtUnreadable: boolean
  readonly cores: number
  readonly rounds: number
  /** Milliseconds: no round begins that would end later. */
  readonly time: number
  readonly signal: AbortSignal
  readonly note: (text: string) => void
}

/** What is known of the task before it is measured. */
export interface Trial extends TaskNature {
  readonly contest: Contest
  readonly candidates: readonly Candidate[]
  /** Of a plain loop. */
  readonly itemMs: number
  /** The same, by quantiles. */
  readonly itemSeconds: OwnMeasured['itemSeconds']
  /** Whether results can be compared: the task gives the same ones each time. */
  readonly isRepeatable: boolean
  /** Deletes the files of the trial. */
  close(): void
}

const CHILD = fileURLToPath(new URL('./child.js', import.meta.url))

/** A plain loop runs for about so long: short enough for many rounds, long enough for starting up not to be all. */
const LOOP_MS = 300
/** What a plain loop may take at most; longer, it is not tried. */
const LONGEST_LOOP_MS = 10_000
/** Items that wait run so many at once in most candidates, those that block so many for each core: for about so long. */
const [WAITING_AT_ONCE, BLOCKED_AT_ONCE, TOGETHER_MS] = [100, 4, 300]
const DEADLINE_S = 120
const REPETITION: Repetition = { warmUpRuns: 2, warmUpSeconds: 0.3, steadyRuns: 2, steadySeconds: 0.3 }

/** Who takes so many times as long as the fastest is not measured again: no error makes good for that. */
export const HOPELESS_AT = 4

/**
 * Looks at the task, and makes ready what is to be measured.
 * @throws CommandError where there are no items, or the task cannot be run
 */
export async function openTrial(setup: TrialSetup): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'parmap-bench-'))
  const close = (): void => { rmSync(folder, { recursive: true, force: true }) }
  try {
    return { ...(await prepared(setup, folder)), close }
  } catch (error) {
    close()
    throw error
  }
}

async function prepared({ task, reference, input, stopsAtUnreadable, cores, rounds, time, signal, note }: TrialSetup, folder: string): Promise<Omit<Trial, 'close'>> {
  const file = (name: string): string => join(folder, name)
  const taken = await writeItems(input, file('items'), stopsAtUnreadable)
  if (taken.unreadable > 0) note(`${formatCount(taken.unreadable)} records are no items, and left out`)
  if (taken.count === 0) throw new CommandError(EXIT.stream, 'there are no items to run')
  const job: TextJob = { ...task, carried: input.carried, isGrouped: input.isGrouped, to: 'ndjson' }
  const order = (candidate: Candidate, count: number, more: Partial<Order>): Order =>
    ({ job, items: file('items'), count, candidate, repetition: undefined, enoughMs: undefined, expected: undefined, outcomes: undefined, ...more })
  const runOnce = async (one: Order): Promise<OwnMeasured> => measured(await launch(commandOf(one), { deadline: DEADLINE_S, signal }))

  const pilot = await runOnce(order(SERIAL, taken.count, { enoughMs: LOOP_MS }))
  const itemMs = (pilot.seconds * 1e3) / pilot.items
  const { busy, blocked, itemSeconds } = pilot
  const atOnce = busy < HALF ? WAITING_AT_ONCE : blocked >= HALF ? BLOCKED_AT_ONCE * cores : 0
  const items = Math.min(taken.count, Math.max(pilot.items, 4 * cores, Math.round((atOnce * TOGETHER_MS) / itemMs)))
  if (items < taken.count || taken.isCut) note(`takes the first ${formatCount(items)} items`)

  const nature = { items, busy, blocked, cores }
  const canLoop = items * itemMs <= LONGEST_LOOP_MS
  const candidates = candidatesFor(nature)
  const judge = canLoop ? SERIAL : candidates.findLast(({ backend }) => backend === 'async') ?? candidates.at(-1)! // with most at once
  await runOnce(order(judge, items, { outcomes: file('expected') }))
  await runOnce(order(judge, items, { outcomes: file('again') }))
  const other = firstDifference(linesOf(file('again')), linesOf(file('expected')))
  if (other !== undefined) note(`results are not compared, since they change from run to run: ${other}`)
  const expected = other === undefined ? file('expected') : undefined

  const entrants = candidates.map((candidate): Entrant => ({
    role: candidate === SERIAL ? 'floor' : 'ours',
    name: candidate.name,
    call: candidate === SERIAL ? 'for … await task(item)' : `parmap map ${reference} ${flagsOf(candidate)}`,
    version: undefined,
    missing: undefined,
    ...(candidate === SERIAL && !canLoop && { limit: { items: items - 1, why: `it would take about ${Math.round((items * itemMs) / 1e3)} s` } }),
    command: () => commandOf(order(candidate, items, { repetition: REPETITION, expected })),
  }))
  const case_: Case = {
    name: `${formatCount(items)} items`, items, concurrency: 1, when: 'always', deadline: DEADLINE_S, repetition: REPETITION, budgets: [],
    effort: { rounds, seconds: Infinity, leastRounds: rounds, hopelessAt: HOPELESS_AT, mostSeconds: time / 1e3 },
  }
  const floor = canLoop ? SERIAL.name : judge.name
  const workload = { name: reference, url: task.module, value: { title: reference, way: 'map' as const, floor, cases: [case_], prepare: neverPrepared } }
  return { ...nature, candidates, itemMs, itemSeconds, isRepeatable: other === undefined, contest: { workload, case: case_, effort: case_.effort, cells: entrants.map((entrant) => ({ entrant, taken: [] })), isComplete: false } }
}

/** The processes read their items from a file. */
function neverPrepared(): never { throw new TypeError('the task of a trial is prepared where it runs') }

function commandOf(order: Order): readonly [string, ...string[]] {
  return [process.execPath, ...process.execArgv, CHILD, JSON.stringify(order)]
}

function measured(sample: Sample): OwnMeasured {
  if (sample.status !== 'measured') throw new CommandError(EXIT.cannotRun, sample.reason)
  return sample as OwnMeasured
}
