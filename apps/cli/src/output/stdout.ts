// Whose stdout is. Only results go there; what a task prints belongs to stderr.

import { createWriteStream } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { isatty } from 'node:tty'
import type { Writable } from 'node:stream'
import { statDescriptor } from '../descriptor.ts'

const STDOUT = 1

/**
 * Takes stdout for the results: from here on `process.stdout` and `console.log` write to stderr. Call it before any
 * code of the user's is loaded. Code that writes to file descriptor 1 by itself, and children that inherit it, are out
 * of its reach.
 */
export function takeStdout(): Writable {
  const results = openStdout()
  printToStderr()
  return results
}

/** From here on `process.stdout` and `console.log` write to stderr. */
export function printToStderr(): void {
  Object.defineProperty(process, 'stdout', { configurable: true, enumerable: true, get: () => process.stderr })
  syncBuiltinESMExports() // for `import { stdout } from 'node:process'`
}

function openStdout(): Writable {
  const stats = statDescriptor(STDOUT)
  if (stats.isFIFO() || stats.isSocket() || isatty(STDOUT)) return process.stdout
  // For files, process.stdout does not look at how much was written: on a full disk the rest of a chunk is lost without
  // an error. A file stream writes on until all is there, or fails.
  return createWriteStream('', { fd: STDOUT, autoClose: false })
}
