// The flags that say where items come from and how they are written.

import { constants } from 'node:buffer'
import { InvalidArgumentError, Option, type Command } from 'commander'
import { DELIMITER_RULE, parseDelimiter } from '../input/delimiter.ts'
import { count, ruled } from './values.ts'

/** How items are read: lines, one JSON value a line, one JSON array, or the rows of a table. */
export const INPUT_FORMATS = ['lines', 'ndjson', 'json', 'csv', 'tsv'] as const
/** One of {@link INPUT_FORMATS}. */
export type InputFormat = (typeof INPUT_FORMATS)[number]

/** No string is longer. */
const LONGEST_ITEM_BYTES = constants.MAX_STRING_LENGTH

const ON_PARSE_ERROR = ['fail', 'skip', 'stop'] as const

/** Where items come from, and how they are written; checked and complete. */
export interface InputRequest {
  /** What stood after `:::`; undefined: items come from `inputs`. */
  readonly items: readonly string[] | undefined
  /** Files to read in this order, `-` for stdin. */
  readonly inputs: readonly string[]
  /** Stdin is read only because no other input was named. */
  readonly isStdinImplied: boolean
  readonly from: InputFormat
  /** What ends an item of `lines`; undefined: a newline. */
  readonly delimiter: Buffer | undefined
  /** Whether the first row of a table names its columns. */
  readonly hasHeader: boolean
  /** How many items make one call; undefined: each its own, not in an array. */
  readonly perCall: number | undefined
  readonly mostItemBytes: number | undefined
  /** The most items, or groups of them. */
  readonly limit: number | undefined
  /** What becomes of a record that is no item: it fails, is left out, or ends the run. */
  readonly onParseError: (typeof ON_PARSE_ERROR)[number]
  /** Items are for commands: bytes as they are, and values that are known here. */
  readonly isForCommands: boolean
}

interface InputFlags {
  readonly input?: readonly string[]
  readonly from?: InputFormat
  readonly null?: boolean
  readonly delimiter?: Buffer
  readonly header?: boolean
  readonly number?: number
  readonly maxItemBytes?: number
  readonly onParseError: InputRequest['onParseError']
  readonly limit?: number
}

/** Declares them. @param from the format that holds where none is named */
export function addInputOptions(command: Command, from: InputFormat): Command {
  return command
    .optionsGroup('Input:')
    .addOption(new Option('-i, --input <file>', 'a file, - for stdin; repeatable (default: stdin)').argParser(addInput))
    .addOption(new Option('--from <format>', `lines, ndjson, json, csv or tsv (default: ${from})`).choices(INPUT_FORMATS))
    .addOption(new Option('-0, --null', 'items end with a NUL byte'))
    .addOption(new Option('-d, --delimiter <text>', 'items end with this text').argParser(ruled(parseDelimiter, DELIMITER_RULE)).conflicts('null'))
    .addOption(new Option('--header', 'the first row of csv or tsv names the columns'))
    .addOption(new Option('-n, --number <n>', 'items in a call').argParser(count(1)))
    .addOption(new Option('--limit <n>', 'take so many items, or calls with -n, at most').argParser(count(1)))
    .addOption(new Option('--max-item-bytes <n>', 'longer items fail unread').argParser(count(1, LONGEST_ITEM_BYTES)))
    .addOption(new Option('--on-parse-error <what>', 'for no item: fail, skip or stop (default: fail)').choices(ON_PARSE_ERROR).default('fail'))
}

/**
 * What they come to.
 * @param items what stood after `:::`
 * @throws through `command.error` where flags contradict each other
 */
export function inputRequest(command: Command, items: readonly string[] | undefined, fromDefault: InputFormat, isForCommands: boolean): InputRequest {
  const { input, from: named, null: isNull = false, delimiter, header = false, number, maxItemBytes, limit, onParseError } = command.opts<InputFlags>()
  const refuse = (flag: string, why: string): never => command.error(`error: option '${flag}' cannot be used with ${why}`)
  const isDelimited = isNull || delimiter !== undefined
  const delimiting = isNull ? '-0, --null' : '-d, --delimiter <text>'
  const from = named ?? (isDelimited || items !== undefined ? 'lines' : fromDefault)
  if (items !== undefined) {
    if (input !== undefined) refuse('-i, --input <file>', "':::': the items come from one or the other.")
    if (from !== 'lines') command.error(`error: option '--from <format>' argument '${from}' cannot be used with ':::': what stands there are strings.`)
    if (isDelimited) refuse(delimiting, "':::': each argument is an item.")
  }
  if (isDelimited && from !== 'lines') refuse(delimiting, `'--from ${from}': it ends lines.`)
  if (header && from !== 'csv' && from !== 'tsv') refuse('--header', `'--from ${from}': csv and tsv have one.`)
  if (maxItemBytes !== undefined && (from === 'json' || items !== undefined)) refuse('--max-item-bytes <n>', `${from === 'json' ? "'--from json'" : "':::'"}: those items are read all at once.`)
  return {
    items,
    inputs: items === undefined ? (input ?? ['-']) : [],
    isStdinImplied: items === undefined && input === undefined,
    from,
    delimiter: isNull ? Buffer.of(0) : delimiter,
    hasHeader: header,
    perCall: number,
    mostItemBytes: maxItemBytes,
    limit,
    onParseError,
    isForCommands,
  }
}

function addInput(file: string, files: readonly string[] = []): readonly string[] {
  if (file === '') throw new InvalidArgumentError('Expected the name of a file, or - for stdin.')
  if (file === '-' && files.includes('-')) throw new InvalidArgumentError('Expected it once at most: stdin can be read only once.')
  return [...files, file]
}
