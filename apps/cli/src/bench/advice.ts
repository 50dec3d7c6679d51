// What the figures say to do, and why, in words. Knows figures, not how they came about.

import { formatCount } from '../numbers.ts'
import { flagsOf, HALF, SERIAL, type Candidate } from './candidate.ts'
import { costText, duration, type Ratio } from './measuring.ts'

/** A candidate that has given the right results. */
export interface Measurement {
  readonly candidate: Candidate
  /** Of all items, warm. */
  readonly seconds: number
  /** Cold, with all that has to be started. */
  readonly firstSeconds: number
  /** Cold, to the first result. */
  readonly firstResultSeconds: number
  /** To the fastest; undefined where no round has both. */
  readonly toBest: Ratio | undefined
  readonly toLoop: Ratio | undefined
  readonly batchItems: number | undefined
}

/** What an advice is made from. */
export interface Findings {
  /** The call that it ends with, but for its flags: `parmap map ./price.mjs`. */
  readonly call: string
  readonly items: number
  readonly cores: number
  /** Processes that wanted a core at once, before anything was measured: an average over a minute. */
  readonly load: number
  readonly itemMs: number
  readonly busy: number
  readonly blocked: number
  /** The simpler ones first. */
  readonly measurements: readonly Measurement[]
}

/** What is not shown to be so much slower than the fastest is as good. */
const LEVEL = 1.05
/** Without an interval nothing is shown; what is so much slower is taken to be. */
const UNSURE = 1.25
/** Below, workers must be worth what they cost. */
const TINY_MS = 0.1
/** So many processes for each core, and figures say more about them than about the task. */
const BUSY_MACHINE = 1.5

/** Lines of advice; the last is the call. Undefined where nothing has been measured. */
export function adviceOf(findings: Findings): readonly string[] | undefined {
  const { measurements, items, call, load, cores } = findings
  const [fastest] = measurements.toSorted((a, b) => a.seconds - b.seconds)
  if (fastest === undefined) return undefined
  const level = measurements.filter((one) => one === fastest || isLevel(one.toBest))
  const best = level[0]!
  const others = level.slice(1).map(({ candidate }) => candidate.name)
  return [
    `Take ${best.candidate.name}: ${formatCount(Math.round(items / best.seconds))} items a second${gain(best)}.`,
    ...(others.length > 0 ? [`As fast, as far as this can tell, and less simple: ${others.join('; ')}.`] : []),
    reasonOf(findings, best, fastest),
    ...(best.batchItems === undefined ? [] : [batchesOf(Math.round(best.batchItems))]),
    `Its first run, with all that has to be started, took ${duration(best.firstSeconds)}, to the first result ${duration(best.firstResultSeconds)}; the later ones ${duration(best.seconds)}.`,
    ...(load > BUSY_MACHINE * cores ? [`The machine was busy with other things (load ${load.toFixed(1)} on ${cores} cores): take this with care.`] : []),
    best.candidate.backend === SERIAL.backend ? `${call} -b async -j 1` : `${call} ${flagsOf(best.candidate)}`,
  ]
}

function isLevel(toBest: Ratio | undefined): boolean {
  if (toBest?.low === undefined) return toBest !== undefined && toBest.ratio <= UNSURE
  return toBest.low <= LEVEL
}

function gain({ candidate, toLoop }: Measurement): string {
  if (candidate.backend === SERIAL.backend || toLoop === undefined) return ''
  const { ratio, low, high } = toLoop
  const times = (value: number): string => (1 / value).toFixed(2)
  return `, ${times(ratio)} × a plain loop${low === undefined || high === undefined ? '' : ` (${times(high)}–${times(low)})`}`
}

function percent(share: number): string { return `${Math.round(share * 100)} %` }

function batchesOf(items: number): string {
  return items > 1 ? `Batches form by themselves, of about ${formatCount(items)} items here.` : 'Items travel one by one: batches form by themselves where they pay.'
}

function reasonOf(findings: Findings, best: Measurement, fastest: Measurement): string {
  const { busy, blocked, itemMs } = findings
  const cost = `An item takes ${costText(itemMs / 1e3)}`
  if (blocked >= HALF) return `${cost} and keeps its thread, ${percent(blocked)} of that without computing: more workers than cores pay.`
  const share = `${percent(1 - busy)} of it waiting`
  if (busy < HALF) return `${cost}, ${share}: many at once pay, whatever runs them.`
  const from = paysFrom(findings)
  const { workers, jobs } = best.candidate
  if (workers !== undefined) return `${cost}, ${share}: more cores pay${workers === jobs ? ', and more items at once on one of them do not' : ''}.`
  if (from !== undefined && itemMs < TINY_MS) return `${cost}, ${share}: less than workers cost. They would pay above about ${costText(from / 1e3)} of work an item.`
  return `${cost}, ${share}: ${fastest.candidate.workers === undefined ? 'more cores did not pay here' : 'whether more cores pay, these figures cannot tell'}.`
}

/**
 * Milliseconds of work an item from which the cheapest workers pay: with o for what an item costs beside its work and c
 * cores, where o + w / c is less than w.
 */
function paysFrom({ measurements, items, cores, itemMs }: Findings): number | undefined {
  const pools = measurements.filter(({ candidate }) => candidate.workers === cores && cores > 1)
  if (pools.length === 0) return undefined
  const overheads = pools.map(({ seconds }) => Math.max(0, (seconds * 1e3) / items - itemMs / cores))
  return Math.min(...overheads) / (1 - 1 / cores)
}
