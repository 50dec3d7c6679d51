// Where things are in the workspace. Knows folders only.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/** The built command-line program. */
export const bin = join(root, 'apps', 'cli', 'dist', 'bin.js')

/** The folders of all packages, as `pnpm-workspace.yaml` has them. */
export function packageFolders() {
  const groups = ['packages', 'apps'].map((group) => join(root, group))
  const folders = groups.flatMap((group) => readdirSync(group).map((name) => join(group, name)))
  return [...folders, join(root, 'bench')].filter((folder) => existsSync(join(folder, 'package.json')))
}
