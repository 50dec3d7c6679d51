// The flags of `parmap bench`, each with its rule, and what they come to.

import { Option, type Command } from 'commander'
import { addInputOptions, inputRequest, type InputRequest } from './options/input-options.ts'
import { count, duration, fileName } from './options/values.ts'

/** One call of `parmap bench`, checked and complete. */
export interface BenchRequest extends InputRequest {
  /** `<module>[#export]`, as given. */
  readonly reference: string
  readonly rounds: number
  /** Milliseconds: no round begins that would end later. */
  readonly time: number
  /** The file for the machine form, {@link STDOUT} for stdout; undefined: none. */
  readonly json: string | undefined
  /** Whether stderr tells how far it is. */
  readonly isTold: boolean
}

/** The fewest that allow an interval of 95 %. */
export const ROUNDS = 6
/** Stands for stdout where a file is expected. */
export const STDOUT = '-'
const TIME_MS = 60_000

interface Flags { readonly rounds: number; readonly time: number; readonly json?: string; readonly quiet?: boolean }

/** Declares the flags on the command. */
export function addBenchOptions(command: Command): Command {
  return addInputOptions(command, 'ndjson')
    .optionsGroup('Measuring:')
    .addOption(new Option('--rounds <n>', `each runs so often, in a new process and in turn (default: ${ROUNDS}; fewer give no interval)`).argParser(count(1)).default(ROUNDS))
    .addOption(new Option('--time <duration>', 'begin no round that would end later (default: 60s)').argParser(duration).default(TIME_MS, '60s'))
    .addOption(new Option('--json <file>', 'all figures, with the fields of hyperfine\'s JSON; - for stdout').argParser(fileName))
    .addOption(new Option('-q, --quiet', 'do not tell on stderr how far it is'))
}

/**
 * What a call asks for.
 * @param items what stood after `:::`
 * @throws through `command.error` where flags contradict each other
 */
export function benchRequest(command: Command, reference: string, items: readonly string[] | undefined): BenchRequest {
  const [, unexpected] = command.args
  if (unexpected !== undefined) command.error(`error: unexpected argument '${unexpected}': items stand after ':::', as in parmap bench ${reference} ::: ${unexpected}`)
  const { rounds, time, json, quiet = false } = command.opts<Flags>()
  return { reference, rounds, time, json, isTold: !quiet, ...inputRequest(command, items, 'ndjson', false) }
}
