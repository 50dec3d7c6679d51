// From the name of a journal to one that a run can write to: looked at from its beginning, locked, and its own.

import { closeSync, fstatSync, openSync, realpathSync, truncateSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CommandError, messageOf } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { Finished } from './finished.ts'
import { describeDifference, headerLine, type Job } from './job.ts'
import { Journal, type JournalParts } from './journal.ts'
import { JournalFile } from './journal-file.ts'
import { lockJournal, type JournalLock } from './lock.ts'
import { scanJournal } from './scan.ts'

/** How a journal is opened. */
export interface JournalOptions extends Pick<JournalParts, 'path' | 'retriesFailed' | 'onError'> {
  readonly job: Job
  /** Go on with what is there; a journal that is missing or empty begins. Otherwise one that is not empty is refused. */
  readonly isResumed: boolean
  /** Go on also with the journal of another job. */
  readonly isForced: boolean
}

/**
 * Opens the journal of a run, and locks it.
 * @throws CommandError (`journal`) where it is in use, damaged, of another job, or there already; (`stream`) where it cannot
 * be read or written
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { path } = options
  let lock: JournalLock | undefined
  let fd: number | undefined
  try {
    lock = lockJournal(realPath(path), path)
    fd = openSync(path, 'a+')
    if (!fstatSync(fd).isFile()) throw new Error('a journal is a plain file')
    return await opened(fd, lock, options)
  } catch (error) {
    if (fd !== undefined) closeSync(fd)
    lock?.release()
    throw error instanceof CommandError ? error : new CommandError(EXIT.stream, `cannot open the journal ${path}: ${messageOf(error)}`, { cause: error })
  }
}

async function opened(fd: number, lock: JournalLock, { path, job, isResumed, retriesFailed, isForced, onError }: JournalOptions): Promise<Journal> {
  if (!isResumed && fstatSync(fd).size > 0) {
    throw new CommandError(EXIT.journal, `${path} is there already: go on with it by --resume, or give the journal another name`)
  }
  const finished = new Finished()
  const { header, end, torn } = await scanJournal(fd, path, (fields, offset) => { finished.add(fields, offset) })
  const difference = header === undefined ? undefined : describeDifference(header.job, job)
  if (difference !== undefined && !isForced) throw otherJob(path, difference)
  if (torn > 0) truncateSync(path, end) // by its name, since Windows shortens nothing that is open for adding
  const file = new JournalFile(fd, end)
  if (header === undefined || difference !== undefined) file.add(headerLine(job))
  return new Journal({ file, lock, finished, path, retriesFailed, onError, repaired: torn })
}

function otherJob(path: string, difference: string): CommandError {
  return new CommandError(EXIT.journal, `${path} is the journal of another job: ${difference}; --force-resume goes on with it nonetheless`)
}

/** Whether it is there yet or not. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return join(realpathSync(dirname(path)), basename(path))
  }
}
