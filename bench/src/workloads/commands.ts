// A command for each item, from the command line: what it costs to start it, besides the start itself.

import { integers } from '../integers.ts'
import { LEAST_ROUNDS } from '../verdict.ts'
import { WORKERS } from '../workers.ts'
import { QUICK, type Case, type Workload } from '../workload.ts'

interface CommandCase extends Case {
  /** Prints what is its last argument. */
  readonly command: readonly [file: string, ...args: string[]]
}

const commands = (name: string, items: number, ...command: CommandCase['command']): CommandCase => ({
  name,
  items,
  command,
  concurrency: WORKERS,
  when: 'always',
  deadline: 120,
  effort: { rounds: LEAST_ROUNDS, seconds: 5, leastRounds: 1 },
  budgets: [{ metric: 'seconds', against: 'gnu-parallel', limit: 1 / 4 }],
})

const SHELL = ['sh', '-c', 'echo "$0"'] as const

export const workload: Workload<CommandCase> = {
  title: `commands, ${WORKERS} at once`,
  way: 'commands',
  floor: 'bare-spawn',
  cases: [commands('2,000 × echo', 2_000, 'echo'), commands('2,000 × sh', 2_000, ...SHELL), { ...commands('10 × sh', 10, ...SHELL), when: 'quick', effort: QUICK }],
  prepare: ({ items, command }) => {
    const texts = integers(items).map(String)
    return { task: async (text) => text, items: texts, command, placeOf: Number, expected: () => texts }
  },
}
