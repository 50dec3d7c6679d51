// Runs one contender's process to its end, or kills it with all that it has started. Whatever becomes of it is a Sample.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { lastWords } from './last-words.ts'
import { watchMemory } from './memory-watch.ts'
import { processTree } from './process-tree.ts'
import { parseLooked, parseSample, REPORT_FD, type Looked, type MemoryAt, type Sample, type Unmeasured } from './sample.ts'

/** A program and its arguments. */
export type CommandLine = readonly [file: string, ...args: string[]]

/** Where a process runs, and when it is to be given up. */
export interface Conditions {
  /** Seconds. */
  readonly deadline: number
  /** Ends the contest: the process is killed and `launch` rejects with the signal's reason. */
  readonly signal: AbortSignal
  /** Gives it a temporary folder of its own, which is removed after it: who is killed leaves files behind. */
  readonly hasOwnFolder?: boolean | undefined
  /** Looks at its memory now and then. */
  readonly watchesMemory?: boolean | undefined
}

const MILLISECONDS = 1e3
/** What has just been killed may still hold a file there. */
const REMOVALS = 5

/**
 * Starts a program that reports on {@link REPORT_FD} and gives what it reports: `crashed` where it ends without a report,
 * `deadline` where it does not end. @throws only when the contest is ended
 */
export async function launch(command: CommandLine, conditions: Conditions): Promise<Sample> {
  const { report: sample, memoryOverTime } = await runToEnd(command, conditions, parseSample)
  return sample.status === 'measured' && memoryOverTime !== undefined ? { ...sample, memoryOverTime } : sample
}

/** The same of an extra process. */
export async function launchLook(command: CommandLine, conditions: Conditions): Promise<Looked | Unmeasured> {
  return (await runToEnd(command, conditions, parseLooked)).report
}

interface Ended<R> {
  readonly report: R | Unmeasured
  readonly memoryOverTime?: readonly MemoryAt[] | undefined
}

async function runToEnd<R>([file, ...args]: CommandLine, { deadline, signal, hasOwnFolder = false, watchesMemory = false }: Conditions, parse: (text: string) => R | undefined): Promise<Ended<R>> {
  signal.throwIfAborted()
  const folder = hasOwnFolder ? mkdtempSync(join(tmpdir(), 'parmap-round-')) : undefined
  const child = execa(file, args, {
    reject: false,
    detached: true, // a process group of its own, so that it can be killed whole
    stripFinalNewline: false,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: {
      NODE_ENV: 'production', // some peers check more in any other
      ...(folder === undefined ? {} : { TMPDIR: folder }),
    },
  })
  const watch = watchesMemory && child.pid !== undefined ? watchMemory(child.pid) : undefined
  const kill = (): void => { if (child.pid !== undefined) killTree(child.pid) }
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    kill()
  }, deadline * MILLISECONDS)
  signal.addEventListener('abort', kill)
  process.on('exit', kill)
  try {
    const result = await child
    signal.throwIfAborted()
    if (isLate) return { report: { status: 'deadline', reason: `did not end within ${deadline} s` } }
    const said = result.stdio[REPORT_FD]
    const report = parse(typeof said === 'string' ? said : '')
    return report === undefined ? { report: { status: 'crashed', reason: lastWords(result) } } : { report, memoryOverTime: watch?.end() }
  } finally {
    watch?.end()
    clearTimeout(timer)
    signal.removeEventListener('abort', kill)
    process.off('exit', kill)
    if (child.pid !== undefined) killIfThere(-child.pid) // what it has left behind would run beside the next one
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: REMOVALS })
  }
}

/** The process group, and whoever has left it: programs of the command line give each of their commands a group of its own. */
function killTree(pid: number): void {
  for (const target of [-pid, ...processTree(pid).slice(1)]) killIfThere(target)
}

/** @param target a process, or a group as a negative number */
function killIfThere(target: number): void {
  try {
    process.kill(target, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
