// Where results go: stdout, or a file that is not there until it is whole.

import { renameSync, statSync } from 'node:fs'
import { readlink, realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { CommandError, messageOf } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { openSink } from './open-sink.ts'
import type { ResultWriter } from './result-writer.ts'

/** Takes results. */
export interface Target {
  readonly stream: Writable
  readonly isTerminal: boolean
  /** All has been written. @param isWhole whether these are all results of the run @returns a note for the user */
  finish(isWhole: boolean): string | undefined
}

/** What {@link takeStdout} has opened, as a target. */
export function stdoutTarget(stream: Writable): Target {
  return { stream, isTerminal: (stream as Partial<typeof process.stdout>).isTTY === true, finish: () => undefined }
}

/**
 * A file: results are written beside it and renamed into its place when they are whole. What is no plain file, such as
 * a named pipe, is written to directly.
 * @param tell takes a notice, where opening it takes long
 * @throws CommandError for a file that cannot be written
 */
export async function fileTarget(path: string, tell: (text: string) => void): Promise<Target> {
  try {
    const stats = await stat(path).catch(() => undefined) // it need not be there
    if (stats?.isDirectory() === true) throw new Error('it is a directory')
    if (stats !== undefined && !stats.isFile()) return { stream: await openSink(path, tell), isTerminal: false, finish: () => undefined }
    const place = await behindLinks(path) // a link stays one
    const partial = `${place}.partial`
    return {
      stream: await openSink(partial, tell, stats?.mode),
      isTerminal: false,
      finish(isWhole) {
        if (!isWhole) return statSync(partial).size > 0 ? `the results so far are in ${partial}` : undefined
        renameSync(partial, place)
        return undefined
      },
    }
  } catch (error) {
    throw new CommandError(EXIT.stream, `cannot write ${path}: ${messageOf(error)}`, { cause: error })
  }
}

/** Where a path leads, also by way of a link to what is not there yet; a path that is no link is left as it is. */
async function behindLinks(path: string): Promise<string> {
  let place = path
  for (let links = 0; links < MOST_LINKS; links++) {
    const target = await readlink(place).catch(() => undefined) // it need not be a link, nor be there
    if (target === undefined) return place
    place = resolve(await realpath(dirname(place)), target)
  }
  throw new Error('it leads through too many symbolic links')
}

// As Linux has it.
const MOST_LINKS = 40

/**
 * Ends the writing to a target.
 * @param isWhole whether these are all results of the run
 * @param onError told where the file cannot take its place
 * @returns a note for the user
 */
export async function finish(target: Target, writer: ResultWriter, isWhole: boolean, onError: (error: NodeJS.ErrnoException) => void): Promise<string | undefined> {
  await writer.end()
  if (writer.isBroken) return undefined
  try {
    return target.finish(isWhole)
  } catch (error) {
    onError(error as NodeJS.ErrnoException)
    return undefined
  }
}
