// The flags of `parmap log`, each with its rule, and what they come to.

import { Option, type Command } from 'commander'
import { count } from './options/values.ts'

/** What `parmap log` prints: lines to read, the records as they are, the items as they were read, or counts only. */
export type LogForm = 'lines' | 'json' | 'items' | 'summary'

/** One call of `parmap log`, checked and complete. */
export interface LogRequest {
  /** The journal, as given. */
  readonly path: string
  readonly form: LogForm
  readonly isFailedOnly: boolean
  /** Only so many, the slowest first; undefined: all, in the order in which they ended. */
  readonly slowest: number | undefined
}

interface Flags {
  readonly failed?: boolean
  readonly slowest?: number
  readonly json?: boolean
  readonly items?: boolean
  readonly summary?: boolean
}

/** Declares the flags on the command. */
export function addLogOptions(command: Command): Command {
  return command
    .addOption(new Option('--failed', 'only items that failed'))
    .addOption(new Option('--slowest <n>', 'only the n that took longest, the slowest first').argParser(count(1)))
    .addOption(new Option('--json', 'print the records as they are, one JSON object a line').conflicts(['items', 'summary']))
    .addOption(new Option('--items', 'print the items as they were read, for another run').conflicts(['json', 'summary']))
    .addOption(new Option('--summary', 'print counts, times and kinds of failures, and no items').conflicts(['json', 'items', 'failed', 'slowest']))
}

/** What a call asks for. */
export function logRequest(command: Command, path: string): LogRequest {
  const { failed = false, slowest, json, items, summary } = command.opts<Flags>()
  const form: LogForm = json === true ? 'json' : items === true ? 'items' : summary === true ? 'summary' : 'lines'
  return { path, form, isFailedOnly: failed, slowest }
}
