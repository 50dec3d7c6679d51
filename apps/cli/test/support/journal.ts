// Journals of tests: real files, of one job and of items that are told by their content.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Journal } from '../../src/journal/journal.ts'
import { contentKey, type ItemKey } from '../../src/journal/key.ts'
import { openJournal, type JournalOptions } from '../../src/journal/open-journal.ts'
import type { EndedItem } from '../../src/journal/record.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The job of journals that are not given another. */
export const job = { module: 'file:///price.mjs', export: 'default', '--from': 'lines', '--to': 'ndjson' }

/** The path of a journal in a folder of its own; there is no file unless it has a content. */
export function journalPath(content?: string): string {
  return join(temporaryFolder(content === undefined ? {} : { 'run.ndjson': content }), 'run.ndjson')
}

/** Goes on with a journal, until the test ends at the latest. */
export async function open(path: string, options: Partial<JournalOptions> = {}): Promise<Journal> {
  const journal = await openJournal({ path, job, isResumed: true, retriesFailed: false, isForced: false, onError: (error) => { throw error }, ...options })
  onTestFinished(() => { journal.close() })
  return journal
}

/** The key of the first item with a content. */
export function first(content: string): ItemKey {
  return { key: contentKey(content), occurrence: 1 }
}

/** An item that has ended well, unless that is changed. */
export function ended(content: string, changed: Partial<EndedItem> = {}): EndedItem {
  return { ...first(content), index: 0, status: 'ok', input: { bytes: content }, output: { json: `"${content}!"` }, error: undefined, raw: undefined, attempts: 1, ms: 1, worker: 'main', ...changed }
}

/** Adds items to a journal and closes it. The whole text of the file. */
export async function written(path: string, ...items: readonly EndedItem[]): Promise<string> {
  const journal = await open(path)
  for (const item of items) journal.append(item)
  journal.close()
  return readFileSync(path, 'utf8')
}
