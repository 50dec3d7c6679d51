// The flags that say what is kept of the items of a run: a journal to go on by, records of all items, records of those
// that failed.

import { Option, type Command } from 'commander'
import { fileName } from './values.ts'

/** What is kept of items; checked and complete. */
export interface RecordRequest {
  /** Undefined: none is kept. */
  readonly journal: JournalRequest | undefined
  /** A record for each item in place of its result. */
  readonly isEnvelope: boolean
  /** The file for records of failed items. */
  readonly errorsTo: string | undefined
}

/** Which journal, and what with one that is there already. */
export interface JournalRequest {
  readonly path: string
  readonly isResumed: boolean
  readonly retriesFailed: boolean
  readonly isForced: boolean
}

interface RecordFlags {
  readonly journal?: string
  readonly resume?: boolean
  readonly retryFailed?: boolean
  readonly forceResume?: boolean
  readonly envelope?: boolean
  readonly errorsTo?: string
}

/** Declares them. */
export function addRecordOptions(command: Command): Command {
  return command
    .optionsGroup('Records of items:')
    .addOption(new Option('--journal <file>', 'note each item as it ends').argParser(fileName))
    .addOption(new Option('--resume', 'go on where the journal ends'))
    .addOption(new Option('--retry-failed', 'the same, and run again what failed'))
    .addOption(new Option('--force-resume', 'the same, though the journal is of another job'))
    .addOption(new Option('--envelope', 'a record for each item in place of its result'))
    .addOption(new Option('--errors-to <file>', 'the records of failed items').argParser(fileName))
}

/** What they come to. @throws through `command.error` where flags contradict each other */
export function recordRequest(command: Command, to: string): RecordRequest {
  const { journal, resume = false, retryFailed = false, forceResume = false, envelope = false, errorsTo } = command.opts<RecordFlags>()
  const needing = Object.entries({ '--resume': resume, '--retry-failed': retryFailed, '--force-resume': forceResume }).find(([, isGiven]) => isGiven)
  if (needing !== undefined && journal === undefined) command.error(`error: option '${needing[0]}' needs '--journal <file>': it is the journal that it goes on with.`)
  if (envelope && (to === 'json' || to === 'none')) command.error(`error: option '--envelope' cannot be used with '--to ${to}': a record is a line.`)
  return {
    journal: journal === undefined ? undefined : { path: journal, isResumed: resume || retryFailed || forceResume, retriesFailed: retryFailed, isForced: forceResume },
    isEnvelope: envelope,
    errorsTo,
  }
}
