// Where the words of a run go: figures to stdout, progress to stderr, the machine form to a file or to stdout, reports to
// files.

import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readBaseline, withRun } from './baseline.ts'
import { ROOT } from './discover.ts'
import type { Document } from './document.ts'
import type { Flags } from './flags.ts'
import { htmlOf } from './reports/html/html.ts'
import { markdownOf } from './reports/markdown.ts'

/** The channels of a run. */
export interface Output {
  /** Figures, for people. */
  print(text: string): void
  /** Progress. */
  log(text: string): void
  /** The machine form as it is now; called after each process. */
  save(document: Document): void
  /** The machine form at the end. */
  finish(document: Document): void
}

/** Stands for stdout where a file is expected. */
const STDOUT = '-'

/** The figures of the last run are never lost, wherever else they go. */
const LAST_RUN: string = fileURLToPath(new URL('results/last.json', ROOT))

/** Files for reports; those that are absent are not written. */
export type ReportFiles = Pick<Flags, 'markdown' | 'html'>

/** Output with the machine form in `json`, a file or `-`; on stdout it stands alone, and tables go to stderr. */
export function outputTo({ json, ...reports }: Pick<Flags, 'json'> & ReportFiles): Output {
  const isOnStdout = json === STDOUT
  const file = json === undefined || isOnStdout ? LAST_RUN : json
  return {
    print: (text) => { (isOnStdout ? process.stderr : process.stdout).write(`${text}\n`) },
    log: (text) => { process.stderr.write(`${text}\n`) },
    save: (document) => { replace(file, textOf(document)) },
    finish(document) {
      replace(file, textOf(document))
      if (isOnStdout) process.stdout.write(textOf(document))
      writeReports(document, reports)
    },
  }
}

/** Makes the reports that were asked for. */
export function writeReports(document: Document, { markdown, html }: ReportFiles): void {
  if (markdown !== undefined) replace(markdown, markdownOf(document))
  if (html !== undefined) replace(html, htmlOf(document))
}

/** Makes a run that of its line of Node in a baseline, a file that need not be there. */
export function saveBaseline(document: Document, file: string): void {
  replace(file, `${JSON.stringify(withRun(existsSync(file) ? readBaseline(file) : undefined, document), undefined, 2)}\n`)
}

/** Replaces a file as a whole, so that it is never read half written. */
function replace(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.part`, text)
  renameSync(`${file}.part`, file)
}

function textOf(document: Document): string {
  return `${JSON.stringify(document, undefined, 2)}\n`
}
