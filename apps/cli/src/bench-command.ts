// `parmap bench`: the ways in which a task can be run, measured beside each other, and which to take.

import { writeFileSync } from 'node:fs'
import { availableCores } from '@parmap/core/pool'
import { adviceOf, type Measurement } from './bench/advice.ts'
import { documentOf, figuresOf, hold, lookAround, pairedRatio, seededRandom, summarise, type Cell } from './bench/measuring.ts'
import type { BenchRequest } from './bench-options.ts'
import type { OwnMeasured } from './bench/order.ts'
import { figuresTable } from './bench/figures-table.ts'
import { openTrial, type Trial } from './bench/trial.ts'
import { SERIAL } from './bench/candidate.ts'
import { endCommand } from './end-command.ts'
import { CommandError, messageOf } from './errors.ts'
import type { Ending } from './exit.ts'
import { EXIT } from './exit-codes.ts'
import { openInput } from './input/input.ts'
import { Report } from './report.ts'
import { onStopSignal } from './signals.ts'
import { nameTask } from './user-task.ts'

/** Measures, tells, and ends the process. */
export async function benchCommand(request: BenchRequest): Promise<never> {
  const report = new Report(true)
  return endCommand(report, () => carryOut(request, report))
}

async function carryOut(request: BenchRequest, report: Report): Promise<Ending> {
  const stop = new AbortController()
  let endedBy: NodeJS.Signals | undefined
  onStopSignal((signal) => {
    endedBy = signal
    stop.abort()
  }, () => true)
  const note = (text: string): void => { if (request.isTold) report.note(text) }
  const task = await nameTask(request.reference)
  const input = await openInput(request)
  let trial: Trial | undefined
  try {
    trial = await openTrial({ task: { module: task.module, exportName: task.exportName }, reference: request.reference, input, stopsAtUnreadable: request.onParseError === 'stop', cores: availableCores(), rounds: request.rounds, signal: stop.signal, note })
    await measure(trial, request, stop.signal, note)
  } catch (error) {
    if (!stop.signal.aborted) throw error
  } finally {
    trial?.close()
  }
  const isRight = trial === undefined || (await tell(trial, request, report))
  if (endedBy !== undefined) return { signal: endedBy }
  return { exitCode: isRight ? EXIT.ok : EXIT.itemFailed }
}

async function measure({ contest }: Trial, { rounds }: BenchRequest, signal: AbortSignal, note: (text: string) => void): Promise<void> {
  await hold(contest, {
    random: seededRandom(Date.now()),
    signal,
    onRound: (round, field) => { note(`round ${round} of ${rounds}: ${field} ways to run it`) },
    onSample: () => undefined,
  })
}

/** Prints the figures and the advice. @returns whether all gave the same results */
async function tell(trial: Trial, { reference, json }: BenchRequest, report: Report): Promise<boolean> {
  const { contest, isRepeatable } = trial
  const environment = await lookAround({ node: process.execPath, python: '' }, { version: undefined, workloads: [], contenders: {} })
  const document = documentOf({ quick: false, seed: 0, startedAt: new Date().toISOString(), environment, leftOut: [] }, [contest], true)
  if (json !== undefined) writeJson(json, document)
  process.stdout.write(`${figuresTable(contest.cells, SERIAL.name, trial.items)}\n`)
  const wrong = contest.cells.filter(({ taken }) => taken.some(({ sample }) => sample.status === 'wrong'))
  const measurements = measurementsOf(trial)
  const loop = measurements.find(({ candidate }) => candidate === SERIAL)
  const itemMs = loop === undefined ? trial.itemMs : (loop.seconds * 1e3) / trial.items
  const advice = adviceOf({ ...trial, itemMs, call: `parmap map ${reference}`, measurements })
  if (advice === undefined) {
    report.note('nothing has been measured')
    return wrong.length === 0
  }
  const same = isRepeatable ? (wrong.length === 0 ? 'All ways gave the same results.' : `Other results than the rest: ${wrong.map(({ entrant }) => entrant.name).join('; ')}.`) : 'Results change from run to run, so they were not compared.'
  process.stdout.write(`\n${[...advice.slice(0, -1), same].join('\n')}\n\n  ${advice.at(-1)}\n`)
  return wrong.length === 0
}

function measurementsOf({ contest: { cells }, candidates }: Trial): Measurement[] {
  const timesOf = (cell: Cell): number => summarise(figuresOf(cell, 'seconds').map(({ value }) => value)).median
  const measured = cells.filter((cell) => figuresOf(cell, 'seconds').length > 0)
  const [best] = measured.toSorted((a, b) => timesOf(a) - timesOf(b))
  const loop = measured.find(({ entrant }) => entrant.name === SERIAL.name)
  return measured.map((cell) => ({
    candidate: candidates.find(({ name }) => name === cell.entrant.name)!,
    seconds: timesOf(cell),
    firstSeconds: summarise(figuresOf(cell, 'firstSeconds').map(({ value }) => value)).median,
    toBest: pairedRatio(figuresOf(cell, 'seconds'), figuresOf(best!, 'seconds')),
    toLoop: loop && pairedRatio(figuresOf(cell, 'seconds'), figuresOf(loop, 'seconds')),
    batchItems: (cell.taken.at(-1)?.sample as OwnMeasured | undefined)?.batchItems,
  }))
}

function writeJson(path: string, document: unknown): void {
  try {
    writeFileSync(path, `${JSON.stringify(document, undefined, 2)}\n`)
  } catch (error) {
    throw new CommandError(EXIT.stream, `cannot write ${path}: ${messageOf(error)}`, { cause: error })
  }
}
