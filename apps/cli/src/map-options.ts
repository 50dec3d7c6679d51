// The flags of `parmap map`, each with its rule, and what they come to: a request that inner code can trust. Knows
// nothing of how it is carried out.

import { InvalidArgumentError, Option, type Command } from 'commander'
import { BACKENDS, type BackendName, type Shape } from './backends.ts'
import { DURATION_RULE, parseDuration } from './durations.ts'

/** How items are read: text lines, one JSON value a line, or one JSON array. */
export type InputFormat = 'lines' | 'ndjson' | 'json'
/** How results are written: one JSON value a line, strings as lines, or strings with nothing between. */
export type OutputFormat = 'ndjson' | 'lines' | 'raw'
/** When failures end the run: not at all, or at once with the first. */
export type HaltPolicy = 'never' | 'now,fail=1'

/** One call of `parmap map`, checked and complete. */
export interface MapRequest extends Shape {
  /** `<module>[#export]`, as given. */
  readonly reference: string
  /** What stood after `:::`; undefined: items come from `inputs`. */
  readonly items: readonly string[] | undefined
  /** Files to read in this order, `-` for stdin. */
  readonly inputs: readonly string[]
  /** Stdin is read only because no other input was named. */
  readonly isStdinImplied: boolean
  readonly from: InputFormat
  readonly to: OutputFormat
  readonly isUnordered: boolean
  readonly halt: HaltPolicy
  /** Extra attempts. */
  readonly retries: number
  /** Milliseconds of each attempt; undefined: no limit. */
  readonly timeout: number | undefined
  readonly isColoured: boolean
}

interface Flags {
  readonly input?: readonly string[]
  readonly from: InputFormat
  readonly to: OutputFormat
  readonly backend: BackendName
  readonly jobs?: number
  readonly workers?: number
  readonly unordered?: boolean
  readonly halt: HaltPolicy
  readonly retries: number
  readonly timeout?: number
  readonly color: boolean
}

/** Declares the flags on the command. */
export function addMapOptions(command: Command): Command {
  return command
    .addOption(new Option('-i, --input <file>', 'read items from this file, - for stdin; may be repeated (default: stdin)').argParser(addInput))
    .addOption(new Option('--from <format>', 'how the input is written').choices(['lines', 'ndjson', 'json']).default('ndjson'))
    .addOption(new Option('--to <format>', 'how results are written').choices(['ndjson', 'lines', 'raw']).default('ndjson'))
    .addOption(new Option('-b, --backend <name>', 'where items run').choices(BACKENDS).default('threads'))
    .addOption(new Option('-j, --jobs <n>', 'items at once (default: 16 for each worker; async: 100)').argParser(count(1)))
    .addOption(new Option('--workers <n>', 'threads or processes at most (default: the cores there are)').argParser(count(1)))
    .addOption(new Option('--unordered', 'write results as they come, not in input order'))
    .addOption(new Option('--halt <policy>', 'when failures stop the run: never, or now,fail=1 for the first').argParser(haltPolicy).default('never'))
    .addOption(new Option('--retries <n>', 'extra attempts for an item that fails').argParser(count(0)).default(0))
    .addOption(new Option('--timeout <duration>', 'the most time for an attempt: 500ms, 30s, 2m, 1h').argParser(duration))
    .addOption(new Option('--no-color', 'no colours; NO_COLOR and TERM=dumb say so, too'))
}

/**
 * What a call asks for.
 * @param items what stood after `:::`
 * @throws through `command.error` where flags contradict each other
 */
export function mapRequest(command: Command, reference: string, items: readonly string[] | undefined): MapRequest {
  const [, unexpected] = command.args
  if (unexpected !== undefined) {
    command.error(`error: unexpected argument '${unexpected}': items stand after ':::', as in parmap map ${reference} ::: ${unexpected}`)
  }
  const { input, unordered = false, color, ...flags } = command.opts<Flags>()
  if (items !== undefined && input !== undefined) {
    command.error(`error: option '-i, --input <file>' cannot be used with ':::': the items come from one or the other.`)
  }
  if (items !== undefined && flags.from !== 'lines' && command.getOptionValueSource('from') === 'cli') {
    command.error(`error: option '--from <format>' argument '${flags.from}' cannot be used with ':::': what stands there are strings.`)
  }
  if (flags.backend === 'async' && flags.workers !== undefined) {
    command.error(`error: option '--workers <n>' argument '${flags.workers}' cannot be used with '-b async': it runs all items in one thread.`)
  }
  return {
    ...flags,
    reference,
    items,
    inputs: items === undefined ? (input ?? ['-']) : [],
    isStdinImplied: items === undefined && input === undefined,
    jobs: flags.jobs,
    workers: flags.workers,
    timeout: flags.timeout,
    isUnordered: unordered,
    isColoured: color,
  }
}

function addInput(file: string, files: readonly string[] = []): readonly string[] {
  if (file === '') throw new InvalidArgumentError('Expected the name of a file, or - for stdin.')
  if (file === '-' && files.includes('-')) throw new InvalidArgumentError('Expected it once at most: stdin can be read only once.')
  return [...files, file]
}

function count(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (/^\d+$/u.test(text) && number >= least && Number.isSafeInteger(number)) return number
    throw new InvalidArgumentError(`Expected an integer ≥ ${least}.`)
  }
}

function duration(text: string): number {
  const ms = parseDuration(text)
  if (ms === undefined) throw new InvalidArgumentError(`Expected ${DURATION_RULE}.`)
  return ms
}

function haltPolicy(text: string): HaltPolicy {
  if (text === 'never' || text === 'now,fail=1') return text
  throw new InvalidArgumentError('Expected never or now,fail=1.')
}
