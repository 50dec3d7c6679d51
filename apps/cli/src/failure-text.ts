// What failed, in one line: for people, of whatever was thrown. Knows errors, not items.

import { relative } from 'node:path'
import { inspect, stripVTControlCharacters } from 'node:util'
import { isFailedWork, type Failure } from './run/failure.ts'
import { formatDuration } from './durations.ts'
import { isItemError } from './errors.ts'
import { tellingFrame, userFrames } from './frames.ts'

const MOST_CHARACTERS = 1_000
const MOST_CAUSES = 3
const MOST_NESTED = 2

/**
 * The failure of an item: `TypeError: fetch failed: connect ECONNREFUSED 127.0.0.1:80 at fetch.mjs:3:12, after 3 attempts`.
 * @param timeout milliseconds of each attempt, for failures that say it was too little
 */
export function describeFailure({ code, message, cause, attempts }: Failure, timeout: number | undefined): string {
  const text =
    code === 'PARMAP_TIMEOUT' && timeout !== undefined
      ? `ran longer than ${formatDuration(timeout)}`
      : message === undefined || code === 'PARMAP_TASK_FAILED' ? describeThrown(cause) : describeOwn({ message, cause })
  return oneLine(text) + (attempts > 1 ? `, after ${attempts} attempts` : '')
}

/** An error of parmap's own: what it says but for the number of the item, which is told otherwise, and what it comes from. */
export function describeOwn({ message, cause }: Pick<Error, 'message' | 'cause'>): string {
  const said = message.replace(/^Item \d+ /u, '')
  return looked(() => said + (!(cause instanceof Error) || message.includes(cause.message) ? placeOf(cause) : `: ${describeThrown(cause)}`))
}

/** A text on one line that does nothing to a terminal, and is not endless. */
export function oneLine(text: string): string {
  const short = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
  return stripVTControlCharacters(short)
    .trim()
    .replace(/\s*\n\s*/gu, ' ')
    .replace(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** Whatever was thrown, in words, and where. */
function describeThrown(thrown: unknown): string {
  return looked(() => (isItemError(thrown) || isFailedWork(thrown) ? thrown.message : describeCauses(thrown) + placeOf(thrown)))
}

/** Whatever was thrown, with its causes: what is wrong is often said by the last of them. As long as it is. */
function describeCauses(thrown: unknown): string {
  return looked(() => {
    const texts = [titleOf(thrown)]
    let cause = thrown instanceof Error ? thrown.cause : undefined
    for (let count = 0; count < MOST_CAUSES && cause instanceof Error; count++, cause = cause.cause) {
      const said = saidBy(cause) || cause.name
      if (!texts.join().includes(said)) texts.push(said)
    }
    return texts.join(': ')
  })
}

/** Where in the user's files it was thrown, as ` at task.mjs:3:12`; empty where the stack does not tell. */
function placeOf(thrown: unknown): string {
  const frame = tellingFrame(thrown)
  return frame === undefined ? '' : ` at ${relative(process.cwd(), frame.path)}:${frame.at}`
}

/** Whatever was thrown, on lines of its own: in words, then the lines of its stack that are the user's. */
export function describeAtLength(thrown: unknown): string {
  return [describeCauses(thrown), ...userFrames(thrown).map(({ line }) => line)].join('\n')
}

/** What is thrown may throw when it is looked at. */
function looked(describe: () => string): string {
  try {
    return describe()
  } catch {
    return 'something was thrown that cannot be looked at'
  }
}

function titleOf(thrown: unknown, depth = 0): string {
  if (!(thrown instanceof Error)) return `${inspect(thrown, { depth: 1, breakLength: Infinity, compact: true })} was thrown`
  const said = saidBy(thrown, depth)
  return said === '' ? thrown.name : `${thrown.name}: ${said}`
}

/** Some errors of Node's have no message but a code, such as that of a connection that was refused on all addresses. */
function saidBy(error: NodeJS.ErrnoException, depth = 0): string {
  const said = error.message === '' ? (error.code ?? '') : error.message
  if (!(error instanceof AggregateError) || error.errors.length === 0 || depth === MOST_NESTED) return said
  const [first] = error.errors as readonly unknown[]
  const { length } = error.errors
  const several = `${length === 1 ? '1 error' : `${length} errors, the first`}: ${titleOf(first, depth + 1)}`
  return said === '' ? several : `${said} (${several})`
}
