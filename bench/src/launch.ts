// Runs one contender's process to its end, or kills it with all that it has started. Whatever becomes of it is a Sample.

import { execa } from 'execa'
import { parseSample, REPORT_FD, type Sample } from './sample.ts'

/** When a process is to be given up. */
export interface Limits {
  /** Seconds. */
  readonly deadline: number
  /** Ends the contest: the process is killed and `launch` rejects with the signal's reason. */
  readonly signal: AbortSignal
}

const MILLISECONDS = 1e3
const REASON_LENGTH = 200

/**
 * Starts a program that reports on {@link REPORT_FD} and gives what it reports: `crashed` where it ends without a report,
 * `deadline` where it does not end. @throws only when the contest is ended
 */
export async function launch([file, ...args]: readonly [file: string, ...args: string[]], { deadline, signal }: Limits): Promise<Sample> {
  signal.throwIfAborted()
  const child = execa(file, args, {
    reject: false,
    detached: true, // a process group of its own, so that it can be killed whole
    stripFinalNewline: false,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env: { NODE_ENV: 'production' }, // some peers check more in any other
  })
  const kill = (): void => { killGroup(child.pid) }
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
    if (isLate) return { status: 'deadline', reason: `did not end within ${deadline} s` }
    const report = result.stdio[REPORT_FD]
    return parseSample(typeof report === 'string' ? report : '') ?? { status: 'crashed', reason: lastWords(result) }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', kill)
    process.off('exit', kill)
    kill() // what it has left behind would run beside the next one
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return // it never started
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

interface Ended {
  readonly failed: boolean
  readonly originalMessage?: string | undefined
  readonly exitCode?: number | undefined
  readonly signal?: string | undefined
  readonly stderr?: unknown
}

/** How it ended, and the line of its stderr that says most. */
function lastWords({ failed, originalMessage, exitCode, signal, stderr }: Ended): string {
  const lines = typeof stderr === 'string' ? stderr.split('\n').map((line) => line.trim()).filter((line) => line !== '') : []
  const telling = lines.find((line) => /error/i.test(line)) ?? lines.at(-1)
  const how = signal ?? (exitCode === undefined ? (originalMessage ?? 'could not be started') : `exit code ${exitCode}`)
  const end = failed ? `ended with ${how}` : 'ended without a result'
  return (telling === undefined ? end : `${end}: ${telling}`).slice(0, REASON_LENGTH)
}
