// Lines of NDJSON through a function, from the command line: what a program costs that parses, maps and prints each of them.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { integers } from '../integers.ts'
import { LEAST_ROUNDS } from '../verdict.ts'
import { QUICK, type Budget, type Case, type Workload } from '../workload.ts'

interface LineCase extends Case {
  /** The export of this module that is run on each. */
  readonly export: 'identity' | 'computes'
}

/** Gives what it gets. */
export const identity = (item: unknown): unknown => item

/** About 20 µs, on the machine that the names of the cases are from. */
const TURNS = 9_600

/** Works for a while, and gives what it gets. */
export function computes(item: unknown): unknown {
  let x = 88_675_123 // as in the workload cpu
  for (let turn = 0; turn < TURNS; turn++) {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
  }
  return x === 0 ? undefined : item // never 0
}

const lines = (name: string, items: number, of: LineCase['export'], budgets: readonly Budget[]): LineCase => ({
  name, items, export: of, budgets, concurrency: 1, when: 'always', deadline: 300, effort: { rounds: LEAST_ROUNDS, seconds: 20, leastRounds: 1 },
})

/** Of the default backend. */
const against = (limit: number): Budget => ({ of: 'parmap-cli', metric: 'seconds', against: 'plain-script', limit })

/** Made once, for each process of a contender would write the same. */
function inputOf(items: number): string {
  const path = join(tmpdir(), `parmap-bench-${items}-lines.ndjson`)
  if (existsSync(path)) return path
  const part = `${path}.${process.pid}`
  writeFileSync(part, integers(items).map((id) => `{"id":${id},"name":"item ${id}"}\n`).join(''))
  renameSync(part, path)
  return path
}

function digestOf(path: string): string { return createHash('sha256').update(readFileSync(path)).digest('hex') }

export const workload: Workload<LineCase> = {
  title: 'lines of NDJSON through a function, as a program',
  way: 'filter',
  floor: 'plain-script',
  cases: [
    lines('1,000,000 through nothing', 1_000_000, 'identity', [against(1 / 0.7)]),
    lines('200,000 through 20 µs', 200_000, 'computes', [against(1 / 1.8)]),
    { ...lines('100 through nothing', 100, 'identity', [against(1 / 0.7)]), when: 'quick', effort: QUICK },
  ],
  prepare: ({ items, export: name }) => {
    const input = inputOf(items)
    return {
      task: async (path) => digestOf(path as string),
      items: [input],
      filter: { input, module: new URL('lines.js', import.meta.url).href, name },
      expected: () => [digestOf(input)], // both functions give what they get
    }
  },
}
