// The command line: what may be asked for, checked, with its defaults. Knows nothing of how it is done.

import { Command, InvalidArgumentError, Option } from 'commander'
import { USAGE } from './exit-code.ts'

/** What was asked for. */
export interface Flags {
  /** Names; absent: all. */
  readonly workload?: readonly string[]
  readonly case?: readonly string[]
  readonly contender?: readonly string[]
  readonly rounds?: number
  readonly seconds?: number
  readonly seed: number
  readonly quick: boolean
  readonly short: boolean
  readonly full: boolean
  readonly details: boolean
  /** A file, or `-` for stdout. */
  readonly json?: string
  /** Files. */
  readonly markdown?: string
  readonly html?: string
  /** A file with the ratios of an earlier run, beside which this one is set. */
  readonly baseline?: string
  /** Such a file, in which this run becomes that of its line of Node. */
  readonly saveBaseline?: string
  /** The machine form of an earlier run, of which reports are made; nothing is run. */
  readonly from?: string
  readonly node: string
  readonly python: string
}

const SEEDS = 2 ** 31

/** What says how to run, which an earlier run has settled. */
const OF_A_RUN = ['workload', 'case', 'contender', 'rounds', 'seconds', 'seed', 'quick', 'short', 'full', 'json', 'node', 'python'] as const satisfies readonly (keyof Flags)[]

/** Reads the command line. Help, and a wrong flag, end the process here (codes 0 and 2). */
export function readFlags(argv: readonly string[]): Flags {
  return new Command('bench')
    .description('Runs every contender of every workload, interleaved, each round in a fresh process, and tells the ratios.')
    .option('-w, --workload <name...>', 'only these workloads (default: all)')
    .option('--case <name...>', 'only these cases of them, by the names in the tables: 50,000 (default: all)')
    .option('-c, --contender <name...>', 'only these contenders; ratios and budgets need their floor, too (default: all)')
    .option('--rounds <n>', 'at most so many rounds (default: the case\'s own)', atLeast(1, true))
    .option('--seconds <s>', 'contenders that decide no budget stop when they have run for so long (default: the case\'s own)', atLeast(0, false))
    .option('--seed <n>', 'repeats the order of a run', atLeast(0, true), Math.floor(Math.random() * SEEDS))
    .addOption(new Option('--quick', 'tiny sizes, two rounds: shows that everything works, not how fast').default(false).conflicts('full'))
    .addOption(new Option('--short', 'the few cases that say most, and those alone who decide their budgets: about three minutes, for CI').default(false).conflicts(['quick', 'full']))
    .option('--full', 'more rounds, and the cases that a plain run leaves out: a million sleeps', false)
    .option('--details', 'a full table for each case of a workload with several', false)
    .option('--json <file>', 'the machine form, renewed after each process; `-`: at the end on stdout, tables on stderr (default: results/last.json of the bench)')
    .option('--markdown <file>', 'all figures as tables, at the end: for documents and for summaries of CI')
    .option('--html <file>', 'all figures as one page with charts, at the end; it needs nothing but a browser')
    .option('--baseline <file>', 'sets the ratios beside those in this file; code 3 where one is worse beyond the error')
    .option('--save-baseline <file>', 'writes the ratios into this file, for this line of Node')
    .addOption(new Option('--from <file>', 'runs nothing: tells, and reports, what an earlier run has left in its machine form').conflicts([...OF_A_RUN]))
    .option('--node <path>', 'the Node binary that runs the contenders', process.execPath)
    .option('--python <path>', 'the Python that runs the contenders', 'python3')
    .allowExcessArguments(false)
    .exitOverride((error) => { process.exit(error.exitCode === 0 ? 0 : USAGE) })
    .parse(argv, { from: 'user' })
    .opts<Flags>()
}

function atLeast(least: number, isInteger: boolean): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (Number.isFinite(value) && value >= least && (!isInteger || Number.isInteger(value))) return value
    throw new InvalidArgumentError(`Expected ${isInteger ? 'an integer' : 'a number'} ≥ ${least}.`)
  }
}
