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

// A registered symbol, since that crosses with an error from a worker, where its class does not.
const ITEM_ERROR = Symbol.for('parmap.cli.item-error')

/** What was wrong: what was read, or what was to be written. */
type ItemErrorKind = 'input' | 'result'

/** The failure of one item that is not its task's: it cannot be read, or its result cannot be written. */
export class ItemError extends Error {
  static { this.prototype.name = 'ItemError' }
  readonly [ITEM_ERROR]: ItemErrorKind

  constructor(message: string, kind: ItemErrorKind, options?: ErrorOptions) {
    super(message, options)
    this[ITEM_ERROR] = kind
  }
}

function kindOf(thrown: unknown): unknown {
  try {
    return (Object(thrown) as { readonly [ITEM_ERROR]?: unknown })[ITEM_ERROR]
  } catch {
    return undefined // a proxy that throws
  }
}

/** Whether something thrown is an {@link ItemError}, also one of another process. */
export function isItemError(thrown: unknown): thrown is Error { return kindOf(thrown) !== undefined }

/** Whether it is one of a record that is no item. */
export function isInputError(thrown: unknown): thrown is Error { return kindOf(thrown) === 'input' }

/** The code of an error, if it has one. */
export function codeOf(thrown: unknown): unknown {
  return (Object(thrown) as { readonly code?: unknown }).code
}

/** The stack of whatever was thrown, or its message. */
export function stackOf(thrown: unknown): string {
  return thrown instanceof Error && typeof thrown.stack === 'string' ? thrown.stack : messageOf(thrown)
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
