// From the name of a module to its URL: a file, a file: URL, a module of Node's, or a package as seen from the current
// folder. Looks, and loads nothing.

import { isBuiltin } from 'node:module'
import { stat } from 'node:fs/promises'
import { realpathSync } from 'node:fs'
import { resolve as absolute, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CommandError, messageOf } from './errors.ts'
import { EXIT } from './exit-codes.ts'

const URL_SCHEME = /^[a-z][a-z\d+.-]+:/iu

/**
 * The absolute URL of a module.
 * @throws CommandError where there is no such module
 */
export async function locate(module: string): Promise<string> {
  if (module.startsWith('node:')) {
    if (isBuiltin(module)) return module
    throw unfound(module, `Node ${process.version} has no such module`)
  }
  if (URL_SCHEME.test(module) && !module.startsWith('file:')) throw unfound(module, 'expected a file, a file: URL or the name of a package')
  const path = module.startsWith('file:') ? pathOf(module) : absolute(module)
  const stats = await stat(path).catch(() => undefined) // no file: it may be a package
  // Modules know themselves by their real path, and a task made by defineTask is compared with it.
  if (stats?.isFile() === true) return pathToFileURL(realpathSync(path)).href
  const isPath = module.startsWith('file:') || module.startsWith('.') || module.includes('\\') || path === module
  if (!isPath) return locatePackage(module)
  throw unfound(module, stats === undefined ? `there is no file ${path}` : `${path} is no file`)
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url)
  } catch (error) {
    throw unfound(url, messageOf(error), error)
  }
}

async function locatePackage(name: string): Promise<string> {
  // Node's own import.meta.resolve starts at this file; require.resolve does not see what is exported to `import` only.
  const { resolve } = await import('import-meta-resolve')
  const cwd = pathToFileURL(process.cwd() + sep).href
  try {
    return resolve(name, cwd)
  } catch (error) {
    throw unfound(name, `there is no such file in this folder, and no such package (${messageOf(error)})`, error)
  }
}

function unfound(module: string, why: string, cause?: unknown): CommandError {
  return new CommandError(EXIT.cannotRun, `cannot load '${module}': ${why}`, { cause })
}
