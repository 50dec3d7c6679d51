// Which version of a package is installed, without loading it.

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)

/** The installed version, or undefined where the package is not there. */
export function installedVersion(name: string): string | undefined {
  // `exports` hides most packages' manifests from resolution, so they are looked up where resolution would look.
  const manifest = (require.resolve.paths(name) ?? []).map((folder) => join(folder, name, 'package.json')).find((path) => existsSync(path))
  return manifest === undefined ? undefined : (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version
}
