// A command for each item, from the command line: what it costs to start one, beside the start itself.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EachJob } from '../command.ts'
import { integers } from '../integers.ts'
import { LEAST_ROUNDS } from '../verdict.ts'
import { WORKERS } from '../workers.ts'
import { QUICK, type Case, type CommandWorkload } from '../workload.ts'

interface CommandCase extends Case {
  readonly command: EachJob['command']
  /** Whether the command prints its item, or nothing. */
  readonly prints: boolean
}

const commands = (name: string, items: number, prints: boolean, ...command: CommandCase['command']): CommandCase => ({
  name,
  items,
  command,
  prints,
  concurrency: WORKERS,
  when: 'always',
  deadline: 120,
  effort: { rounds: LEAST_ROUNDS, seconds: 5, leastRounds: 1 },
  budgets: [{ metric: 'seconds', against: 'gnu-parallel', limit: 1 / 4 }],
})

const SHELL = ['sh', '-c', 'echo {}'] as const

export const workload: CommandWorkload<'commands', CommandCase> = {
  title: `a command for each item, ${WORKERS} at once`,
  way: 'commands',
  floor: 'xargs',
  cases: [
    commands('2,000 × true', 2_000, false, 'true'),
    commands('2,000 × sh', 2_000, true, ...SHELL),
    { ...commands('10 × sh', 10, true, ...SHELL), when: 'quick', effort: QUICK },
  ],
  prepare: ({ items, command, prints, concurrency }, folder) => {
    const texts = integers(items).map(String)
    const input = join(folder, 'input')
    writeFileSync(input, texts.map((text) => `${text}\n`).join(''))
    return { job: { input, command, concurrency }, expected: () => (prints ? texts : []) }
  },
}
