// The list of the rules that each broken executor breaks, as the kit found them: `RECORD=1 pnpm test` writes it anew, after
// the old one has been deleted.

import { appendFile, readFile } from 'node:fs/promises'

const RECORD = new URL('../broken/failing-rules.ndjson', import.meta.url)

/** One line of the list. */
export interface Found {
  readonly breaks: string
  readonly what: string
  /** The numbers of the rules on which the kit failed it. */
  readonly failing: readonly string[]
}

/** Adds a line where the list is being written. */
export async function record(found: Found): Promise<void> {
  if (process.env['RECORD'] !== undefined) await appendFile(RECORD, `${JSON.stringify(found)}\n`)
}

/** The list as it was written last. */
export async function recorded(): Promise<readonly Found[]> {
  const lines = (await readFile(RECORD, 'utf8')).trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Found)
}
