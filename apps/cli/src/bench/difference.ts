// What an item has come to, as a line that can be compared: its result as text, its failure by its code and
// its words.

import { skip, type Settled } from '@parmap/core'
import { codeOf, messageOf } from '../errors.ts'

/** The longest part of a result that is shown. */
const SHOWN = 60

/** The line of a result, or of {@link skip}. */
export function resultLine(result: unknown): string { return result === skip ? 'skipped' : JSON.stringify(result) }

/** The line of a failure: `fails: ENOENT "no such file"`. */
export function failureLine(thrown: unknown): string {
  const code = codeOf(thrown)
  return `fails: ${typeof code === 'string' ? `${code} ` : ''}${JSON.stringify(messageOf(thrown))}`
}

/** The line of an item that has ended in an executor. */
export function settledLine(record: Settled<unknown>): string {
  if (record.status === 'fulfilled') return resultLine(record.value)
  const { reason } = record
  return failureLine(codeOf(reason) === 'PARMAP_TASK_FAILED' ? reason.cause : reason)
}

/** The first item that has come to something else, in words; undefined where there is none. */
export function firstDifference(lines: readonly string[], expected: readonly string[]): string | undefined {
  const at = expected.findIndex((line, index) => line !== lines[index])
  if (at === -1) return lines.length === expected.length ? undefined : `${lines.length} items instead of ${expected.length}`
  return `item ${at + 1} gives ${shown(lines[at] ?? 'nothing')} instead of ${shown(expected[at]!)}`
}

function shown(line: string): string { return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line }
