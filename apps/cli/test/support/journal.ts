// Journals in folders of tests, and programs that use journals.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { onTestFinished } from 'vitest'
import type { Journal } from '../../src/journal/journal.ts'
import type { JournalOptions } from '../../src/journal/open-journal.ts'
import type { EndedItem } from '../../src/journal/record.ts'
import { open as openUntilClosed } from '../fixtures/journal/journals.ts'
import { FIXTURES } from './parmap.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** The path of a journal in a folder of its own; there is no file unless it has a content. */
export function journalPath(content?: string): string {
  return join(temporaryFolder(content === undefined ? {} : { 'run.ndjson': content }), 'run.ndjson')
}

/** Goes on with a journal, until the test ends at the latest. */
export async function open(path: string, options?: Partial<JournalOptions>): Promise<Journal> {
  const journal = await openUntilClosed(path, options)
  onTestFinished(() => { journal.close() })
  return journal
}

/** Adds items to a journal and closes it. The whole text of the file. */
export async function written(path: string, ...items: readonly EndedItem[]): Promise<string> {
  const journal = await open(path)
  for (const item of items) journal.append(item)
  journal.close()
  return readFileSync(path, 'utf8')
}

/** Makes of a fixture in TypeScript, which uses what is in src, a program that every Node can run. Resolves to its path. */
export async function programOf(name: 'fills' | 'races' | 'writes'): Promise<string> {
  const bundle = await rolldown({ input: join(FIXTURES, 'journal', `${name}.ts`), platform: 'node' })
  const file = join(temporaryFolder(), `${name}.mjs`)
  await bundle.write({ file, format: 'esm' })
  return file
}
