// `parmap bench`: the ways in which a task can be run, measured beside each other, and which to take.

import { availableCores } from '@parmap/core/pool'
import { adviceOf } from './bench/advice.ts'
import { SERIAL } from './bench/candidate.ts'
import { figuresText, writeFigures } from './bench/figures-document.ts'
import { figuresTables } from './bench/figures-table.ts'
import { measurementsOf } from './bench/measurements.ts'
import { hold, lookAround, seededRandom, type RunFacts } from './bench/measuring.ts'
import { HOPELESS_AT, openTrial, type Trial } from './bench/trial.ts'
import { ROUNDS, STDOUT, type BenchRequest } from './bench-options.ts'
import { formatDuration } from './durations.ts'
import { endCommand } from './end-command.ts'
import type { Ending } from './exit.ts'
import { EXIT } from './exit-codes.ts'
import { openInput } from './input/input.ts'
import { PrintedOutput } from './output/printed-output.ts'
import { takeStdout } from './output/stdout.ts'
import { Report } from './report.ts'
import { onStopSignal } from './signals.ts'
import { nameTask } from './user-task.ts'

/** Measures, tells, and ends the process. */
export async function benchCommand(request: BenchRequest): Promise<never> {
  const report = new Report(true)
  const output = new PrintedOutput(takeStdout())
  return endCommand(report, () => carryOut(request, report, output))
}

async function carryOut(request: BenchRequest, report: Report, output: PrintedOutput): Promise<Ending> {
  const stop = new AbortController()
  let endedBy: NodeJS.Signals | undefined
  onStopSignal((signal) => {
    endedBy = signal
    stop.abort()
  }, () => true)
  const note = (text: string): void => { if (request.isTold) report.note(text) }
  const task = await nameTask(request.reference)
  const input = await openInput(request)
  const facts = await factsNow()
  let trial: Trial | undefined
  try {
    trial = await openTrial({
      task: { module: task.module, exportName: task.exportName }, reference: request.reference, input, stopsAtUnreadable: request.onParseError === 'stop',
      cores: availableCores(), rounds: request.rounds, time: request.time, signal: stop.signal, note,
    })
    await measure(trial, request, facts, stop.signal, note)
  } catch (error) {
    if (!stop.signal.aborted) throw error
  } finally {
    trial?.close()
  }
  const isRight = trial === undefined || (await tell(trial, request, facts, report, output))
  if (endedBy !== undefined) return { signal: endedBy }
  if (output.isClosed) return { exitCode: EXIT.closedPipe }
  return { exitCode: isRight ? EXIT.ok : EXIT.itemFailed }
}

/** Where and when; looked at before anything is measured, which keeps the machine busy itself. */
async function factsNow(): Promise<RunFacts> {
  const startedAt = new Date()
  const environment = await lookAround({ node: process.execPath, python: '' }, { version: undefined, workloads: [], contenders: {} })
  return { quick: false, seed: startedAt.getTime(), startedAt: startedAt.toISOString(), environment: { ...environment, nodeFlags: process.execArgv }, leftOut: [] }
}

async function measure({ contest }: Trial, { rounds, time, json }: BenchRequest, facts: RunFacts, signal: AbortSignal, note: (text: string) => void): Promise<void> {
  const save = (): void => { if (json !== undefined && json !== STDOUT) writeFigures(json, figuresText(facts, contest, false)) }
  save() // what cannot be written is told now, and not in a minute
  const begun = performance.now()
  let roundBegun = begun
  await hold(contest, {
    random: seededRandom(facts.seed),
    signal,
    onRound(round, field) {
      const now = performance.now()
      const left = Math.min((rounds - round + 1) * (now - roundBegun), begun + time - now)
      note(`round ${round} of ${rounds}: ${field} ways to run it${round === 1 ? '' : `, at most ${formatDuration(left)} left`}`)
      roundBegun = now
    },
    onSample: save,
  })
}

/** Prints the figures and the advice. @returns whether all gave the same results */
async function tell(trial: Trial, { reference, rounds, time, json }: BenchRequest, facts: RunFacts, report: Report, output: PrintedOutput): Promise<boolean> {
  const { contest, isRepeatable } = trial
  const { cells } = contest
  const figures = figuresText(facts, contest, true)
  if (json !== undefined && json !== STDOUT) writeFigures(json, figures)
  const print = (text: string): void => {
    if (json === STDOUT) process.stderr.write(text)
    else void output.write(text)
  }
  const wrong = cells.filter(({ taken }) => taken.some(({ sample }) => sample.status === 'wrong'))
  const measurements = measurementsOf(trial)
  const loop = measurements.find(({ candidate }) => candidate === SERIAL)
  const itemMs = loop === undefined ? trial.itemMs : (loop.seconds * 1e3) / trial.items
  const advice = adviceOf({ ...trial, itemMs, load: facts.environment.load[0]!, call: `parmap map ${reference}`, measurements })
  const taken = Math.max(...cells.map((cell) => cell.taken.length))
  print(`${figuresTables(cells, SERIAL.name, trial.items, trial.itemSeconds)}\n`)
  if (advice === undefined) report.note('nothing has been measured')
  else {
    const same = isRepeatable ? (wrong.length === 0 ? 'All ways gave the same results.' : `Other results than the rest: ${wrong.map(({ entrant }) => entrant.name).join('; ')}.`) : 'Results change from run to run, so they were not compared.'
    const behind = measurements.filter((one) => one.toBest !== undefined && one.toBest.ratio > HOPELESS_AT)
    print(`\n${[
      ...advice.slice(0, -1),
      same,
      ...(behind.length > 0 && rounds > 1 ? [`Not measured again, since more than ${HOPELESS_AT} times as slow as the fastest: ${behind.map(({ candidate }) => candidate.name).join('; ')}.`] : []),
      ...(contest.isComplete && behind.length < measurements.length - 1 && taken < Math.min(rounds, ROUNDS) ? [`Of ${rounds} rounds ${taken} fitted into ${formatDuration(time)}, too few for intervals: --time gives more.`] : []),
    ].join('\n')}\n\n  ${advice.at(-1)}\n`)
  }
  if (json === STDOUT) void output.write(figures)
  await output.end()
  return wrong.length === 0
}
