// The errors that the command itself makes: those that end it, and those of one item that never reached the task or
// whose result cannot be written.

import type { ExitCode } from './exit-codes.ts'

/** Ends the command with a message and an exit code. */
export class CommandError extends Error {
  static { this.prototype.name = 'CommandError' }
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

/** The failure of one item that is not its task's: it cannot be read, or its result cannot be written. */
export class ItemError extends Error {
  static { this.prototype.name = 'ItemError' }
}

/** The stack of whatever was thrown, or its message. */
export function stackOf(thrown: unknown): string {
  return thrown instanceof Error && typeof thrown.stack === 'string' ? thrown.stack : messageOf(thrown)
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
