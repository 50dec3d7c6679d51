// A file for what the tasks of a test write down; gone with the test.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Its path. It is empty at first. */
export async function temporaryFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parmap-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'notes')
  await writeFile(file, '')
  return file
}
