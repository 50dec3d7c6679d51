// The flags that say how results are written, and where.

import { Option, type Command } from 'commander'
import { PROGRESS_KINDS, type ProgressKind } from '../progress.ts'
import { count, fileName } from './values.ts'

/** How results are written: one JSON value a line, strings as lines, strings with nothing between, one JSON array, or not at all. */
export const OUTPUT_FORMATS = ['ndjson', 'lines', 'raw', 'json', 'none'] as const
/** One of {@link OUTPUT_FORMATS}. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number]

/** What they come to. */
export interface OutputRequest {
  readonly to: OutputFormat
  /** The file for results; undefined: stdout. */
  readonly output: string | undefined
  readonly isUnordered: boolean
  readonly isColoured: boolean
  readonly progress: ProgressKind
  /** How many items the user says there will be. */
  readonly total: number | undefined
}

interface OutputFlags {
  readonly to?: OutputFormat
  readonly output?: string
  readonly keepOrder?: boolean
  readonly unordered?: boolean
  readonly color: boolean
  readonly progress: ProgressKind
  readonly total?: number
}

/**
 * Declares them.
 * @param to the format where none is named; undefined: there is no choice
 * @param isOrdered whether results come in input order where nothing is said
 */
export function addOutputOptions(command: Command, to: OutputFormat | undefined, isOrdered: boolean): Command {
  command.optionsGroup('Output:')
  if (to !== undefined) command.addOption(new Option('--to <format>', `ndjson, lines, raw, json or none (default: ${to})`).choices(OUTPUT_FORMATS).default(to))
  return command
    .addOption(new Option('-o, --output <file>', 'a file that is replaced when all is there').argParser(fileName))
    .addOption(new Option('-k, --keep-order', `in input order${isOrdered ? ' (default)' : ''}`).conflicts('unordered'))
    .addOption(new Option('--unordered', `as they end${isOrdered ? '' : ' (default)'}`))
    .addOption(new Option('--progress <how>', 'auto, bar, lines, json or none (default: auto)').choices(PROGRESS_KINDS).default('auto').env('PARMAP_PROGRESS'))
    .addOption(new Option('--total <n>', 'how many items there will be, for the time left').argParser(count(1)))
    .addOption(new Option('--no-color', 'as NO_COLOR and TERM=dumb'))
}

/** What they come to. */
export function outputRequest(command: Command, isOrdered: boolean): OutputRequest {
  const { to = 'raw', output, keepOrder = isOrdered, unordered = false, color, progress, total } = command.opts<OutputFlags>()
  return { to, output, isUnordered: unordered || !keepOrder, isColoured: color, progress, total }
}
