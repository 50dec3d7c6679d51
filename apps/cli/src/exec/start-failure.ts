// Why a command could not be started, in words; and which of the reasons go away by themselves.

import { LOST } from './spawner.ts'

/** A command that has not run; or one that has, and of which nothing is known any more. */
export interface Unstarted {
  readonly is: 'unstarted' | 'lost'
  /** Such as `ENOENT`, `EACCES`, `E2BIG`; `ABORTED` where it was stopped before it began. */
  readonly code: string
  /** Names the command and says why. */
  readonly reason: string
}

const RAN_OUT: ReadonlySet<string> = new Set(['EAGAIN', 'EMFILE', 'ENFILE', 'ENOMEM'])

/** Whether there were too many processes or open files, which others are going to end and close. */
export function isPassing(code: string): boolean {
  return RAN_OUT.has(code)
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such command, or what its first line names as interpreter does not exist',
  ENOTDIR: 'there is no such command',
  EACCES: 'it may not be executed: it is no program, a folder, or lacks the permission',
  EINVAL: 'an argument has a NUL byte, which none can have',
  E2BIG: 'its arguments are longer than the system allows',
  EAGAIN: 'there are too many processes, and waiting did not help',
  EMFILE: 'there are too many open files, and waiting did not help',
  ENFILE: 'there are too many open files in the whole system, and waiting did not help',
  ENOMEM: 'there is too little memory for another process, and waiting did not help',
  ABORTED: 'it was stopped before it began',
  [LOST]: 'what started it is gone, and so it was ended: how far it had come is not known',
}

const MOST_SHOWN = 80

/** Tells it of a command. */
export function unstarted(argv: readonly Buffer[], code: string): Unstarted {
  const command = String(argv[0])
  const name = command.length > MOST_SHOWN ? `${command.slice(0, MOST_SHOWN)}…` : command
  return { is: code === LOST ? 'lost' : 'unstarted', code, reason: `cannot run '${name}': ${REASONS[code] ?? code}${code === 'E2BIG' ? longest(argv) : ''}` }
}

function longest(argv: readonly Buffer[]): string {
  const lengths = argv.map(({ length }) => length)
  return ` (${lengths.reduce((sum, length) => sum + length + 1, 0)} bytes in all, the longest ${Math.max(...lengths)})`
}
