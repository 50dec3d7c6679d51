// What it costs to start: until the version is told, and until the first of two lines has come back from a function. Those
// who do less than the latter are there to compare with.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { shortCase, type ShortBudget } from '../short.ts'
import { QUICK, type Case, type CommandWorkload } from '../workload.ts'
import { LEAST_ROUNDS } from '../verdict.ts'
import { WORKERS } from '../workers.ts'

const LINES = ['a', 'b']

/** What it is called with. */
export function identity(line: string): string {
  return line
}

// The start of Node itself is nobody's merit, and takes from 40 to 85 ms on a machine that is not busy: what comes on top is
// to be little.
const onTopOfNode = (of: string, limit: number): ShortBudget => ({ of, metric: 'seconds', against: 'node-nothing', limit, as: 'difference', whereAtMost: 0.085 })

/** The first result is to be there 150 ms after the start, of which Node takes 40 where it is quick. */
const budgets = [onTopOfNode('parmap-version', 0.03), onTopOfNode('parmap-map-threads', 0.11)]

const twoLines: Case = {
  name: `${LINES.length} lines`,
  items: LINES.length,
  concurrency: WORKERS,
  when: 'always',
  deadline: 60,
  effort: { rounds: 20, seconds: 2, leastRounds: LEAST_ROUNDS },
  budgets,
}

export const workload: CommandWorkload<'start'> = {
  title: `from the start of a command to its first output, ${WORKERS} workers`,
  way: 'start',
  floor: 'node-nothing',
  cases: [twoLines, shortCase(twoLines, 10, budgets), { ...twoLines, when: 'quick', effort: QUICK, budgets: budgets.slice(0, 1) }],
  prepare: (_case, folder) => {
    const input = join(folder, 'input')
    writeFileSync(input, LINES.map((line) => `${line}\n`).join(''))
    return {
      job: { input, format: 'lines', module: import.meta.url, name: 'identity', awk: '{ print }', workers: WORKERS, batchSize: 1, lineBytes: 2 },
      expected: () => LINES,
    }
  },
}
