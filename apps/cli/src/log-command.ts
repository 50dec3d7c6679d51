// `parmap log`: what a journal holds, to read, to count, or to run again. Only looks, also at the journal of a run that is
// writing to it: it sees what was there when it began.

import { closeSync, fstatSync, openSync } from 'node:fs'
import { CommandError, messageOf } from './errors.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { Finished } from './journal/finished.ts'
import { Framing, hasColumns } from './journal/framing.ts'
import { logLine } from './journal/log-line.ts'
import { allRecords, recordAt, Slowest, type FoundRecord } from './journal/found-records.ts'
import { scanJournal } from './journal/scan.ts'
import { Summary } from './journal/summary.ts'
import { formatCount } from './numbers.ts'
import type { LogRequest } from './log-options.ts'
import { PrintedOutput } from './output/printed-output.ts'
import { takeStdout } from './output/stdout.ts'

/** Prints what is asked for; resolves to the exit code. */
export async function logCommand(request: LogRequest): Promise<ExitCode> {
  process.stderr.on('error', () => undefined) // nobody listens; what was asked for is still printed
  const output = new PrintedOutput(takeStdout())
  let fd: number | undefined
  try {
    fd = openJournalFile(request.path)
    await printLog(fd, request, output)
    await output.end()
    return output.isClosed ? EXIT.closedPipe : EXIT.ok
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    process.stderr.write(`parmap: ${error.message}\n`)
    return error.exitCode
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

async function printLog(fd: number, { path, form, isFailedOnly, slowest }: LogRequest, output: PrintedOutput): Promise<void> {
  const latest = new Finished()
  let sample: number | undefined
  const { header, end } = await scanJournal(fd, path, (fields, offset) => {
    latest.add(fields, offset)
    if (sample === undefined && hasColumns(fields)) sample = offset
  })
  const framing = new Framing(header?.job ?? {}, sample === undefined ? undefined : recordAt(fd, sample))
  const summary = new Summary()
  const longest = slowest === undefined ? undefined : new Slowest(slowest)
  const print = (record: FoundRecord): Promise<void> | undefined => output.write(form === 'json' ? `${record.line()}\n` : form === 'items' ? framing.item(record) : logLine(record.fields))
  for (const record of allRecords(fd, end)) {
    if (!latest.isLatest(record.fields, record.offset)) continue
    summary.add(record.fields)
    if (form === 'summary' || (isFailedOnly && record.fields.ok)) continue
    if (longest === undefined) await print(record)
    else longest.add(record)
    if (output.isClosed) return
  }
  for (const record of longest?.records(fd) ?? []) await print(record)
  if (form === 'items') await output.write(framing.end())
  if (framing.missing > 0) process.stderr.write(`parmap: ${formatCount(framing.missing)} of the items left out: too long to be kept\n`)
  if (form === 'summary') await output.write(asLines(summary.lines()))
  if (form === 'lines' && !output.isClosed) process.stderr.write(asLines(summary.lines().map((line) => `parmap: ${line}`)))
}

function asLines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('')
}

function openJournalFile(path: string): number {
  try {
    const fd = openSync(path, 'r')
    if (fstatSync(fd).isFile()) return fd
    closeSync(fd)
    throw new Error('a journal is a plain file')
  } catch (error) {
    throw new CommandError(EXIT.stream, `cannot read the journal ${path}: ${messageOf(error)}`, { cause: error })
  }
}
