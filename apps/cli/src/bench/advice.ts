// What the figures say to do, and why, in words. Knows figures, not how they came about.

import { flagsOf, SERIAL, type Candidate } from './candidate.ts'
import { duration, type Ratio } from './measuring.ts'

/** A candidate that has given the right results. */
export interface Measurement {
  readonly candidate: Candidate
  /** Of all items, warm. */
  readonly seconds: number
  /** Cold, with all that has to be started. */
  readonly firstSeconds: number
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
  readonly itemMs: number
  readonly busy: number
  /** The simpler ones first. */
  readonly measurements: readonly Measurement[]
}

/** What is not shown to be so much slower than the fastest is as good. */
const LEVEL = 1.05
/** Below, workers must be worth what they cost. */
const TINY_MS = 0.1
const BUSY = 0.5

/** Lines of advice; the last is the call. Undefined where nothing has been measured. */
export function adviceOf(findings: Findings): readonly string[] | undefined {
  const { measurements, items, call } = findings
  const [fastest] = measurements.toSorted((a, b) => a.seconds - b.seconds)
  if (fastest === undefined) return undefined
  const level = measurements.filter((one) => one === fastest || (one.toBest !== undefined && (one.toBest.low ?? one.toBest.ratio) <= LEVEL))
  const best = level[0]!
  const others = level.slice(1).map(({ candidate }) => candidate.name)
  return [
    `Take ${best.candidate.name}: ${Math.round(items / best.seconds).toLocaleString('en')} items a second${gain(best)}.`,
    ...(others.length > 0 ? [`As fast, as far as this can tell, and less simple: ${others.join('; ')}.`] : []),
    reasonOf(findings, best),
    ...(best.batchItems === undefined ? [] : [`Batches form by themselves, of about ${Math.max(1, Math.round(best.batchItems)).toLocaleString('en')} items here.`]),
    `Its first run, with all that has to be started, took ${duration(best.firstSeconds)}; the later ones ${duration(best.seconds)}.`,
    best.candidate.backend === SERIAL.backend ? `${call} -b async -j 1` : `${call} ${flagsOf(best.candidate)}`,
  ]
}

function gain({ candidate, toLoop }: Measurement): string {
  if (candidate.backend === SERIAL.backend || toLoop === undefined) return ''
  const { ratio, low, high } = toLoop
  const times = (value: number): string => (1 / value).toFixed(2)
  return `, ${times(ratio)} × a plain loop${low === undefined || high === undefined ? '' : ` (${times(high)}–${times(low)})`}`
}

function reasonOf(findings: Findings, best: Measurement): string {
  const { busy, itemMs } = findings
  const cost = `An item takes ${timeOf(itemMs)}`
  const share = `${Math.round((1 - busy) * 100)} % of it waiting`
  if (busy < BUSY) return `${cost}, ${share}: many at once pay, whatever runs them.`
  const from = paysFrom(findings)
  if (best.candidate.workers !== undefined) return `${cost}, ${share}: more cores pay, and more items at once on one of them do not.`
  if (from !== undefined && itemMs < TINY_MS) return `${cost}, ${share}: less than workers cost. They would pay above about ${timeOf(from)} of work an item.`
  return `${cost}, ${share}: more cores did not pay here.`
}

function timeOf(ms: number): string { return ms < 1 ? `${Number((ms * 1e3).toPrecision(2))} µs` : duration(ms / 1e3) }

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
