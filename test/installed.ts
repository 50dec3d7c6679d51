// Counts what an installation holds.

import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** The names of the packages in a `node_modules` folder, sorted, and the size of all files in it. */
export async function installed(modules: string): Promise<{ readonly packages: readonly string[]; readonly bytes: number }> {
  const entries = await readdir(modules, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
  const manifests = files.filter((file) => basename(file) === 'package.json' && isPackage(dirname(file)))
  const packages = await Promise.all(manifests.map(async (file) => (JSON.parse(await readFile(file, 'utf8')) as { readonly name: string }).name))
  return { packages: packages.sort(), bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

/** Whether a folder is a package's root, not a folder within a package. */
function isPackage(folder: string): boolean {
  const parent = dirname(folder)
  return basename(basename(parent).startsWith('@') ? dirname(parent) : parent) === 'node_modules'
}
