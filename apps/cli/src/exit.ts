// The end of the process: nothing that has been written is lost, and a parent sees the signal that ended it. Keeps the
// real `process.exit` to itself.

import { setTimeout as wait } from 'node:timers/promises'
import { EXIT, type ExitCode } from './exit-codes.ts'

/** How the process ends. */
export type Ending = { readonly exitCode: ExitCode } | { readonly signal: NodeJS.Signals }

/** How long a reader that does not read may keep a signal from ending the process. */
export const LAST_WRITE_MS = 1_000

const exit = process.exit.bind(process)

/**
 * From here on a task that calls `process.exit` gets an error: it shares the process with items and results that are
 * not its own.
 */
export function keepExit(): void {
  process.exit = (code) => {
    const error = new Error(`process.exit(${code ?? ''}) was called: a task cannot end parmap`)
    Error.captureStackTrace(error, process.exit) // the caller is to blame, not this file
    throw error
  }
}

/** From here on it ends the process again. */
export function giveExitBack(): void {
  process.exit = exit
}

/** Where nothing holds the process any more and its work is not done, it must not end as if it were. */
export function guardEnd(): void {
  process.once('exit', onUnexpectedExit)
}

function onUnexpectedExit(): void {
  process.stderr.write('parmap: a fault of parmap itself: the process ended before its work was done\n')
  process.exitCode = EXIT.itemFailed
}

/**
 * Ends the process once stderr has been written; the caller has seen to stdout. Needed because timed-out items, sockets
 * of the task's module or an unread input would hold the process.
 */
export async function endProcess(ending: Ending): Promise<never> {
  const written = new Promise<void>((resolve) => { process.stderr.write('', () => { resolve() }) })
  if ('signal' in ending) {
    await Promise.race([written, wait(LAST_WRITE_MS)])
    raise(ending.signal)
  }
  await written
  process.off('exit', onUnexpectedExit)
  return exit(ending.exitCode)
}

/** Lets a signal do what it does to a process that does not listen for it. */
export function raise(signal: NodeJS.Signals): never {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
  return exit(1) // not reached where signals end processes
}
