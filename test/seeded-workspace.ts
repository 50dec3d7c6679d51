// A workspace beside the real one, for code that must be found fault with: the real lint and compiler settings and the
// real packages to import, and sources of the test's own. Knows nothing of the faults.

import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../scripts/workspace.mjs'

const SETTINGS = ['.oxlintrc.json', 'tsconfig.base.json']

/** Makes the workspace of `files` (path → source). @returns its folder; the caller deletes it */
export async function seedWorkspace(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parmap-seeded-'))
  for (const name of SETTINGS) await cp(join(root, name), join(folder, name))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  await writeFile(join(folder, 'tsconfig.json'), '{ "extends": "./tsconfig.base.json", "compilerOptions": { "noEmit": true, "types": ["node"] } }')
  for (const [path, source] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), source)
  }
  return folder
}

/** Deletes a seeded workspace, not what it links to. */
export async function deleteWorkspace(folder: string): Promise<void> {
  await rm(join(folder, 'node_modules'))
  await rm(folder, { recursive: true })
}
