// What failed, in one line: for people, of whatever was thrown. Knows errors, not items.

import { fileURLToPath } from 'node:url'
import { relative } from 'node:path'
import { inspect, stripVTControlCharacters } from 'node:util'
import type { TaskError } from '@parmap/core'
import { formatDuration } from './durations.ts'
import { ItemError } from './errors.ts'

const MOST_CHARACTERS = 1_000
const MOST_CAUSES = 3
// A line of a stack that lies in a file, as modules (a URL) or CommonJS (a path) show it; those of Node itself do not.
const FRAME = /^\s+at (?:.*\()?(?:async )?(?<place>file:\/\/.+|\/.+|[a-z]:\\.+):(?<at>\d+:\d+)\)?$/iu

/**
 * The failure of an item: `TypeError: fetch failed: connect ECONNREFUSED 127.0.0.1:80 at fetch.mjs:3:12, after 3 attempts`.
 * @param timeout milliseconds of each attempt, for failures that say it was too little
 */
export function describeFailure(error: TaskError | ItemError, timeout: number | undefined): string {
  if (error instanceof ItemError) return oneLine(error.message)
  const { code, cause, attempts } = error
  const text =
    code === 'PARMAP_TIMEOUT' && timeout !== undefined ? `ran longer than ${formatDuration(timeout)}` : code === 'PARMAP_TASK_FAILED' ? describeThrown(cause) : error.message
  return oneLine(text) + (attempts > 1 ? `, after ${attempts} attempts` : '')
}

/** A text on one line that does nothing to a terminal, and is not endless. */
export function oneLine(text: string): string {
  const short = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
  return stripVTControlCharacters(short)
    .trim()
    .replace(/\s*\n\s*/gu, ' ')
    .replace(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

/** Whatever was thrown, with its causes: what is wrong is often said by the last of them. */
function describeThrown(thrown: unknown): string {
  try {
    if (thrown instanceof ItemError) return thrown.message
    if (!(thrown instanceof Error)) return `${inspect(thrown, { depth: 1, breakLength: Infinity, compact: true })} was thrown`
    const texts = [`${thrown.name}: ${messageOf(thrown)}`]
    let cause = thrown.cause
    for (let count = 0; count < MOST_CAUSES && cause instanceof Error; count++, cause = cause.cause) {
      if (!texts.join().includes(messageOf(cause))) texts.push(messageOf(cause))
    }
    return texts.join(': ') + placeOf(thrown)
  } catch {
    return 'something was thrown that cannot be looked at'
  }
}

/** Some errors of Node's have no message but a code, such as that of a connection that was refused on all addresses. */
function messageOf(error: NodeJS.ErrnoException): string {
  return error.message === '' ? (error.code ?? error.name) : error.message
}

/** Where in the user's files it was thrown, as far as the stack tells. */
function placeOf({ stack }: Error): string {
  for (const line of typeof stack === 'string' ? stack.split('\n') : []) {
    const { place, at } = FRAME.exec(line)?.groups ?? {}
    if (place === undefined) continue
    const path = place.startsWith('file:') ? fileURLToPath(place) : place
    return ` at ${relative(process.cwd(), path)}:${at}`
  }
  return ''
}
