// Reads a journal from its beginning: every line is known, or named as what does not belong there. Changes nothing.

import { isUtf8 } from 'node:buffer'
import { fstatSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { CommandError } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'
import { formatCount } from '../numbers.ts'
import { fileLines, type FileLine } from './file-lines.ts'
import { asHeader, JOURNAL_BEGINNING, JOURNAL_VERSION, type JournalHeader } from './job.ts'
import { asRecord, type RecordFields } from './record.ts'

/** A journal as it was found. */
export interface Scan {
  /** The last one, where a run was told to go on with the journal of another job; undefined: no run has begun to write. */
  readonly header: JournalHeader | undefined
  /** The bytes of all whole lines. */
  readonly end: number
  /** Bytes of a last line that was not written to its end. */
  readonly torn: number
}

/** So many lines are read without a turn of the event loop, which has signals to hear. */
const LINES_A_TURN = 2_000

/**
 * Reads all that is there now.
 * @param path as messages show it
 * @throws CommandError (`journal`) for a line that is none of a journal's, except a last one
 */
export async function scanJournal(fd: number, path: string, onRecord: (fields: RecordFields, offset: number) => void): Promise<Scan> {
  const { size } = fstatSync(fd)
  let header: JournalHeader | undefined
  let count = 0
  for (const line of fileLines(fd, 0, size)) {
    count++
    const parsed = line.isWhole ? parseLine(line.bytes) : undefined
    const found = asHeader(parsed)
    const fields = found === undefined && header !== undefined ? asRecord(parsed) : undefined
    if (found !== undefined) header = checked(found, path)
    else if (fields !== undefined) onRecord(fields, line.offset)
    else return { header, ...tornAt(line, size, count, path) }
    if (count % LINES_A_TURN === 0) await turn()
  }
  return { header, end: size, torn: 0 }
}

/** What a line holds; undefined where that is no JSON. */
export function parseLine(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) return undefined
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}

/** The last line may be torn. It is all there is of a run that was killed while it wrote the first; a file of another kind is not. */
function tornAt({ bytes, offset, isWhole }: FileLine, size: number, count: number, path: string): { readonly end: number; readonly torn: number } {
  const isLast = offset + bytes.length + (isWhole ? 1 : 0) === size
  const mayBeTorn = offset > 0 || (!isWhole && isBeginning(bytes))
  if (isLast && mayBeTorn) return { end: offset, torn: size - offset }
  const what = count === 1 ? 'is not the journal of a run' : 'is damaged'
  throw new CommandError(EXIT.journal, `${path} ${what}: line ${formatCount(count)} is no ${count === 1 ? 'header' : 'record'} of a journal`)
}

function isBeginning(bytes: Buffer): boolean {
  const beginning = Buffer.from(JOURNAL_BEGINNING)
  const length = Math.min(bytes.length, beginning.length)
  return bytes.subarray(0, length).equals(beginning.subarray(0, length))
}

function checked(header: JournalHeader, path: string): JournalHeader {
  if (header.version === JOURNAL_VERSION) return header
  throw new CommandError(EXIT.journal, `${path} was written by another version of parmap: its journal has version ${header.version}, this one reads version ${JOURNAL_VERSION}`)
}
