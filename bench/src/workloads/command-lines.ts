// Lines through a function, from the command line: a million that it gives back as they are, text or NDJSON, which shows
// what it costs to bring them to the function and back, and some on which it spends 20 µs, which shows what several cores
// are good for.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FilterJob } from '../command.ts'
import { QUICK, type Budget, type Case, type CommandWorkload } from '../workload.ts'
import { LEAST_ROUNDS } from '../verdict.ts'
import { WORKERS } from '../workers.ts'
import { integers } from '../integers.ts'

interface LinesCase extends Case {
  readonly format: FilterJob['format']
  readonly change: 'identity' | 'spin'
  readonly batchSize: number
}

/** All lines of a format are of one length. */
const FIRST = 1_000_000

const FORMATS = {
  lines: { lineOf: (index: number): string => String(FIRST + index), lineBytes: 8 },
  ndjson: { lineOf: (index: number): string => `{"id":${FIRST + index},"name":"item ${FIRST + index}"}`, lineBytes: 37 },
}

/** About 20 µs, on the machine that the name of the case is from. */
const TURNS = 800
/** The minimal standard generator (Park & Miller 1988), whose steps are exact in the numbers of JavaScript and of awk. */
const [FACTOR, MODULUS] = [16_807, 2_147_483_647]

/** Keeps x from ever being an integer, so that V8 compiles the loop for doubles, and not now for these and now for integers. */
const HALF = 0.5

/** Gives back the line, or the value. */
export function identity(item: unknown): unknown {
  return item
}

/** Walks at random from where the line says. */
export function spin(line: string): string {
  let x = Number(line) + HALF
  for (let turn = 0; turn < TURNS; turn++) x = (x * FACTOR) % MODULUS
  return String(x - HALF)
}

const changes = { identity: (line: string): string => line, spin }

const AWK = {
  identity: '{ print }',
  spin: `{ x = $0 + ${HALF}; for (turn = 0; turn < ${TURNS}; turn++) x = (x * ${FACTOR}) % ${MODULUS}; printf "%d\\n", x - ${HALF} }`,
}

const lines = (name: string, items: number, format: LinesCase['format'], change: LinesCase['change'], batchSize: number, budgets: readonly Budget[]): LinesCase => ({
  name,
  items,
  format,
  change,
  batchSize,
  concurrency: WORKERS,
  when: 'always',
  deadline: 120,
  effort: { rounds: LEAST_ROUNDS, seconds: 5, leastRounds: 1 },
  budgets,
})

const ofScript = (limit: number, ...ours: readonly string[]): Budget[] => ours.map((of) => ({ of, metric: 'seconds', against: 'plain-script', limit }))

/** Not slower than 0.7 × of the script. */
const near = ofScript(1 / 0.7, 'parmap-map-async', 'parmap-map-threads', 'parmap-map-processes')
/** 1.8 × as fast on two cores. */
const ahead = ofScript(1 / 1.8, 'parmap-map-threads', 'parmap-map-processes')

export const workload: CommandWorkload<'filter', LinesCase> = {
  title: `lines through a function, from the command line, ${WORKERS} workers`,
  way: 'filter',
  floor: 'plain-script',
  cases: [
    lines('1,000,000, as they are', 1_000_000, 'lines', 'identity', 50_000, near),
    lines('1,000,000 of NDJSON, as they are', 1_000_000, 'ndjson', 'identity', 20_000, near),
    lines('300,000 of 20 µs', 300_000, 'lines', 'spin', 25_000, ahead),
    { ...lines('1,000,000 of 20 µs', 1_000_000, 'lines', 'spin', 50_000, ahead), when: 'full' },
    { ...lines('200 of 20 µs', 200, 'lines', 'spin', 50, ahead.slice(0, 1)), when: 'quick', effort: QUICK },
  ],
  prepare: ({ items, format, change, batchSize }, folder) => {
    const { lineOf, lineBytes } = FORMATS[format]
    const texts = integers(items).map(lineOf)
    const input = join(folder, 'input')
    writeFileSync(input, texts.map((text) => `${text}\n`).join(''))
    return {
      job: { input, format, module: import.meta.url, name: change, awk: AWK[change], workers: WORKERS, batchSize, lineBytes },
      expected: () => texts.map((text) => changes[change](text)),
    }
  },
}
