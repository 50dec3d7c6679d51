// One run at a time on a journal. The lock is a folder beside it that holds one empty file, named after the owner. Such a
// folder is made under another name and renamed: where one that is not empty is in the way, that fails, so there is no
// moment in which a lock has no owner, and of several that come at once one gets it. A lock whose owner has ended is taken
// over by deleting the file of that owner by its name, which cannot hit that of another who was faster; the empty folder is
// nobody's. (Locks that are deleted or renamed by a name that all share can be taken twice: npm/lockfile#4,
// moxystudio/node-proper-lockfile#121; that one also waits ten seconds for an owner that was killed.)

import { mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { codeOf, CommandError, messageOf } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { isGone, isVisible, ownerName, parseOwner, thisProcess, type Owner } from './owner.ts'

/** A lock that is held. */
export interface JournalLock {
  /** Gives it back; may be called again. Also done when the process ends by `process.exit` or by itself. */
  readonly release: () => void
}

const TAKEN: ReadonlySet<unknown> = new Set(['ENOTEMPTY', 'EEXIST', ...(process.platform === 'win32' ? ['EPERM', 'EACCES'] : [])])
/** Someone has tidied up, or was faster; a further attempt tells. */
const GONE = 'ENOENT'
const MOST_ATTEMPTS = 100

/**
 * Locks a journal, whether there is one yet or not.
 * @param path its real path: two names of one file have two locks
 * @param shown as messages show it
 * @throws CommandError (`journal`) where another run holds it; (`stream`) where there is no making a lock
 */
export function lockJournal(path: string, shown: string): JournalLock {
  const lock = `${path}.lock`
  const own = thisProcess()
  const name = ownerName(own)
  for (let attempt = 1; !tryToTake(lock, name, shown); attempt++) {
    const [holder] = deleteGone(lock, own)
    if (holder !== undefined) throw new CommandError(EXIT.journal, describeHolder(holder, own, shown))
    if (attempt === MOST_ATTEMPTS) throw new CommandError(EXIT.stream, `cannot lock ${shown}: ${shown}.lock comes and goes`)
  }
  sweep(lock, own)
  const release = (): void => {
    process.off('exit', release)
    attemptTo(() => { unlinkSync(join(lock, name)) })
    attemptTo(() => { rmdirSync(lock) }) // not where the next one has it already
  }
  process.once('exit', release)
  return { release }
}

function tryToTake(lock: string, name: string, shown: string): boolean {
  let made: string | undefined
  try {
    made = mkdtempSync(`${lock}.`)
    writeFileSync(join(made, name), '')
    attemptTo(() => { rmdirSync(lock) }) // nobody's, if it is empty; Windows renames nothing onto a folder
    renameSync(made, lock)
    return true
  } catch (error) {
    if (made !== undefined) rmSync(made, { recursive: true, force: true })
    if (TAKEN.has(codeOf(error)) || (made !== undefined && codeOf(error) === GONE)) return false
    throw new CommandError(EXIT.stream, `cannot lock ${shown}: ${messageOf(error)}`, { cause: error })
  }
}

/** Deletes folders of runs that were killed before they could rename them. Whoever is just about to makes another. */
function sweep(lock: string, own: Owner): void {
  const prefix = `${basename(lock)}.`
  for (const entry of namesIn(dirname(lock)).filter((name) => name.startsWith(prefix))) {
    const folder = join(dirname(lock), entry)
    deleteGone(folder, own)
    attemptTo(() => { rmdirSync(folder) })
  }
}

/** By their names, which no other process has or will have. Names of those that are still there. */
function deleteGone(folder: string, own: Owner): string[] {
  return namesIn(folder).filter((name) => {
    const owner = parseOwner(name)
    if (owner === undefined || !isGone(owner, own)) return true
    attemptTo(() => { unlinkSync(join(folder, name)) })
    return false
  })
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function describeHolder(name: string, own: Owner, shown: string): string {
  const owner = parseOwner(name)
  if (owner === undefined) return `cannot lock ${shown}: ${shown}.lock holds a file that is none of parmap's: ${name}`
  if (isVisible(owner, own)) return `${shown} is in use: process ${owner.pid} writes to it`
  const where = owner.host === own.host ? 'in another container' : `on the host ${decodeURIComponent(owner.host)}`
  return `${shown} is in use: process ${owner.pid} ${where} writes to it. If it has ended, remove the folder ${shown}.lock`
}

/** For what another process may have done already. */
function attemptTo(act: () => void): void {
  try {
    act()
  } catch {} // then it has, and the next look tells
}
