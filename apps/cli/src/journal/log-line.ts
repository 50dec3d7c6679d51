// A record as a line for people. Counts items from 1, as all messages do.

import { formatDuration } from '../durations.ts'
import { oneLine } from '../failure-text.ts'
import { formatCount } from '../numbers.ts'
import { statusOf, type Failure, type RecordFields } from './record.ts'

const INPUT_CHARACTERS = 60

/** The line of a record: which item, what became of it, how long it took, what it was, and what was wrong with it. */
export function logLine(fields: RecordFields): string {
  const { index, ms, attempts, error } = fields
  const columns = [
    `item ${formatCount(index + 1)}`.padEnd(10),
    statusOf(fields).padEnd(7),
    formatDuration(ms).padStart(9),
    `${attempts} ${attempts === 1 ? 'attempt ' : 'attempts'}`.padStart(11),
    inputText(fields),
    ...(error === undefined ? [] : [failureText(error)]),
  ]
  return `${columns.join('  ').trimEnd()}\n`
}

/** A failure in one line, with its code where its message does not say it. */
function failureText({ message, code }: Failure): string {
  return oneLine(code === undefined || message.includes(code) ? message : `${code}: ${message}`)
}

function inputText({ input, as }: RecordFields): string {
  if (input === undefined) return ''
  if (as?.[0] === 'bytes') return typeof input === 'string' ? shortened(input) : '(not UTF-8)'
  return shortened(JSON.stringify(input))
}

function shortened(text: string): string {
  const line = oneLine(text.slice(0, INPUT_CHARACTERS * 2))
  return line.length > INPUT_CHARACTERS ? `${line.slice(0, INPUT_CHARACTERS)}…` : line
}
