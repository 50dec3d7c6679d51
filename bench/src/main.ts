// The program: reads what is asked for, holds the run or reads an earlier one, and ends with a code that says how it went.

import { readBaseline } from './baseline.ts'
import type { Contest } from './contest.ts'
import { loadContenders, loadWorkloads } from './discover.ts'
import type { RunFacts } from './document.ts'
import { lookAround } from './environment.ts'
import { readDocument } from './earlier-run.ts'
import { exitCodeOf, USAGE } from './exit-code.ts'
import { readFlags, type Flags } from './flags.ts'
import { outputTo, saveBaseline, writeReports } from './output.ts'
import { leftOut, plan } from './plan.ts'
import { describePython } from './python.ts'
import { beside, run, tellWhole, type KnownBaseline } from './run.ts'

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

interface Prepared {
  readonly contests: readonly Contest[]
  readonly facts: RunFacts
}

async function prepare(flags: Flags): Promise<Prepared> {
  const [workloads, contenders, python] = await Promise.all([loadWorkloads(), loadContenders(), describePython(flags.python)])
  const offer = { workloads, contenders, python }
  const contests = plan(offer, flags)
  const environment = await lookAround(flags, python)
  const facts = { quick: flags.quick, seed: flags.seed, startedAt: new Date().toISOString(), environment, leftOut: leftOut(offer, flags) }
  return { contests, facts }
}

/** Holds a run. A signal ends it, with its figures so far told. */
async function measure(flags: Flags): Promise<void> {
  const { contests, facts } = await prepare(flags).catch(refuse)
  const baseline = baselineOf(flags)
  const stop = new AbortController()
  let endedBy: NodeJS.Signals | undefined
  const end = (signal: NodeJS.Signals): void => {
    endedBy = signal
    for (const other of SIGNALS) process.off(other, end) // a second one ends the program where it stands
    stop.abort()
  }
  for (const signal of SIGNALS) process.on(signal, end)
  const document = await run(contests, { facts, signal: stop.signal, output: outputTo(flags), isDetailed: flags.details, baseline })
  if (flags.saveBaseline !== undefined && document.complete) saveBaseline(document, flags.saveBaseline)
  for (const signal of SIGNALS) process.off(signal, end)
  process.exitCode = exitCodeOf(document)
  // The parent is to see the signal; what was printed is to arrive before.
  if (endedBy !== undefined) process.stdout.write('', () => { process.kill(process.pid, endedBy) })
}

/** Tells an earlier run, and makes the reports that were asked for. */
async function tellAgain(file: string, flags: Flags): Promise<void> {
  const document = beside(await readDocument(file).catch(refuse), baselineOf(flags))
  tellWhole(document, outputTo(flags), flags.details)
  writeReports(document, flags)
  if (flags.saveBaseline !== undefined) saveBaseline(document, flags.saveBaseline)
  process.exitCode = exitCodeOf(document)
}

/** Read before anything runs, since it may be wrong. */
function baselineOf({ baseline: file }: Flags): KnownBaseline | undefined {
  if (file === undefined) return undefined
  try {
    return { file, baseline: readBaseline(file) }
  } catch (error) {
    return refuse(error)
  }
}

function refuse(error: unknown): never {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(USAGE)
}

const flags = readFlags(process.argv.slice(2))
await (flags.from === undefined ? measure(flags) : tellAgain(flags.from, flags))
