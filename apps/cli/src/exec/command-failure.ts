// A command that has not ended well: how, and what it has printed nonetheless.

import { constants } from 'node:os'
import { formatDuration } from '../durations.ts'
import { messageOf } from '../errors.ts'
import { FAILED_WORK, type FailedWork } from '../run/failure.ts'
import type { CommandOutput } from './command-output.ts'
import type { CommandResult } from './run-command.ts'

/** What is thrown for the item of such a command. */
export class CommandFailure extends Error {
  static { this.prototype.name = 'CommandFailure' }
  readonly [FAILED_WORK]: FailedWork
  readonly output: CommandOutput | undefined

  constructor(message: string, work: FailedWork, output: CommandOutput | undefined) {
    super(message)
    this[FAILED_WORK] = work
    this.output = output
  }
}

/** The failure of a command; undefined where it has ended well. @param timeout ms that it had */
export function failureOf(result: CommandResult, output: CommandOutput | undefined, timeout: number | undefined): CommandFailure | undefined {
  if (result.is !== 'ended') return new CommandFailure(result.reason, { is: result.code === 'ABORTED' ? 'stopped' : 'crash' }, output)
  const { exitCode, signal, cut, outputError } = result
  switch (cut) {
    case 'abort': return new CommandFailure('it was stopped', { is: 'stopped' }, output)
    case 'timeout': return new CommandFailure(`ran longer than ${formatDuration(timeout!)}`, { is: 'timeout' }, output)
    case 'output': return new CommandFailure(messageOf(outputError), { is: 'crash' }, output)
    case undefined:
  }
  if (signal !== null) return new CommandFailure(`was killed by ${signal} (${constants.signals[signal]})`, { is: 'signal', signal }, output)
  return exitCode === 0 ? undefined : new CommandFailure(`exit code ${exitCode}`, { is: 'exit', exit: exitCode! }, output)
}
