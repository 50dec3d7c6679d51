// Starts `parmap log`, on journals made of records.

import { join } from 'node:path'
import { headerLine, type Job } from '../../src/journal/job.ts'
import { contentKey } from '../../src/journal/key.ts'
import { journalLine, type EndedItem } from '../../src/journal/record.ts'
import { parmap, type Ended } from './parmap.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The record of an item that has ended well, unless that is changed. */
export function record(content: string, changed: Partial<EndedItem> = {}): EndedItem {
  return { index: 0, key: contentKey(content), occurrence: 1, status: 'ok', input: { bytes: content }, output: { bytes: 'x' }, attempts: 1, ms: 1, worker: 'main', ...changed }
}

/** Makes a journal and returns its path. */
export function journalOf(items: readonly EndedItem[], job: Job = { module: 'file:///a.mjs', '--from': 'lines' }): string {
  const folder = temporaryFolder({ 'run.ndjson': headerLine(job) + items.map(journalLine).join('') })
  return join(folder, 'run.ndjson')
}

/** Runs `parmap log` to its end. */
export function log(...args: readonly string[]): Promise<Ended> {
  return parmap(['log', ...args])
}
