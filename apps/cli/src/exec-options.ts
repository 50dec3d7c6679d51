// The flags of `parmap exec`, and what they come to: a request that inner code can trust. Knows nothing of how it is
// carried out.

import { Option, type Command } from 'commander'
import { refuseSameFile } from './options/distinct-files.ts'
import { addInputOptions, inputRequest, type InputRequest } from './options/input-options.ts'
import { addOutputOptions, outputRequest, type OutputRequest } from './options/output-options.ts'
import { addRecordOptions, recordRequest, type RecordRequest } from './options/record-options.ts'
import { addRunOptions, runRequest, type RunFlags } from './options/run-options.ts'

/** One call of `parmap exec`, checked and complete. */
export interface ExecRequest extends InputRequest, OutputRequest, RecordRequest, RunFlags {
  /** The words after `--`, or the text of `--shell`. */
  readonly command: readonly string[] | string
  /** How the output of commands comes: of each whole, by lines, or as it is written. */
  readonly grouping: 'whole' | 'lines' | 'none'
  /** Whether each line begins with its item. */
  readonly isTagged: boolean
}

interface ExecFlags {
  readonly shell?: string
  readonly lineBuffer?: boolean
  readonly ungroup?: boolean
  readonly tag?: boolean
}

/** Declares the flags on the command. */
export function addExecOptions(command: Command): Command {
  addInputOptions(command, 'lines')
  command
    .optionsGroup('Run:')
    .addOption(new Option('--shell <text>', 'run this line of sh, where {} is a word'))
    .optionsGroup('Output:')
    .addOption(new Option('--line-buffer', 'lines as they come, not each output whole'))
    .addOption(new Option('--ungroup', 'let commands print by themselves').conflicts(['lineBuffer', 'tag', 'output']))
    .addOption(new Option('--tag', 'begin each line with its item and a tab'))
  addOutputOptions(command, undefined, false)
  addRunOptions(command, 'cores')
  return addRecordOptions(command)
}

/**
 * What a call asks for.
 * @param words what stood after `--`; undefined: nothing did
 * @param items what stood after `:::`
 * @throws through `command.error` where flags contradict each other
 */
export function execRequest(command: Command, words: readonly string[] | undefined, items: readonly string[] | undefined): ExecRequest {
  const [unexpected] = command.args
  if (unexpected !== undefined) command.error(`error: unexpected argument '${unexpected}': the command stands after '--', as in parmap exec -- ${command.args.join(' ')}`)
  const { shell, lineBuffer = false, ungroup = false, tag = false } = command.opts<ExecFlags>()
  if (shell !== undefined && words !== undefined) command.error("error: option '--shell <text>' cannot be used with a command after '--': it is one or the other.")
  if (shell === undefined && (words === undefined || words.length === 0)) command.error("error: missing the command: it stands after '--', as in parmap exec -- gzip {}")
  const output = outputRequest(command, false)
  const records = recordRequest(command, 'raw')
  if (tag && records.isEnvelope) command.error("error: option '--tag' cannot be used with '--envelope': a record tells which item it is of.")
  const grouping = ungroup ? 'none' : lineBuffer ? 'lines' : 'whole'
  const flag = ungroup ? '--ungroup' : '--line-buffer'
  if (grouping !== 'whole' && !output.isUnordered) command.error(`error: option '${flag}' cannot be used with '-k, --keep-order': what comes at once comes in no order.`)
  if (grouping !== 'whole' && (records.journal !== undefined || records.isEnvelope)) command.error(`error: option '${flag}' cannot be used with '${records.isEnvelope ? '--envelope' : '--journal <file>'}': it keeps no output that a record could have.`)
  const request = {
    command: shell ?? words!,
    grouping,
    isTagged: tag,
    ...runRequest(command),
    ...inputRequest(command, items, 'lines', true),
    ...output,
    ...records,
  } as const
  refuseSameFile(command, request)
  return request
}
