// From `<module>[#export]` to a task that can be loaded: a file, a file: URL, or a package as seen from the current
// folder. Looks before anything is read, so that a wrong name costs nothing.

import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { realpathSync } from 'node:fs'
import { resolve as absolute, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { importTask, type Task } from '@parmap/core'
import { loadTask } from '@parmap/core/worker'
import { CommandError, messageOf } from './errors.ts'
import { EXIT } from './exit-codes.ts'

// The last part, so that a folder may have a # in its name; what holds a slash or a dot is a file.
const EXPORT = /^(?<module>.*)#(?<name>[^#/\\.]*)$/su
const URL_SCHEME = /^[a-z][a-z\d+.-]+:/iu
const TYPESCRIPT = /\.[cm]?tsx?$/u

/**
 * The task that a reference names, loaded once to see that it is there.
 * @throws CommandError for a module or an export that is not there, or cannot be loaded
 */
export async function findTask(reference: string): Promise<Task<unknown, unknown>> {
  const { module = reference, name } = EXPORT.exec(reference)?.groups ?? {}
  if (module === '') throw new CommandError(EXIT.usage, `expected <module>[#export], got '${reference}', which names no module`)
  if (name === '') throw new CommandError(EXIT.usage, `expected the name of an export after # in '${reference}'`)
  const task = importTask(await locate(module), name)
  try {
    await settled(loadTask(task), task.module)
    return task
  } catch (error) {
    throw new CommandError(EXIT.cannotRun, await explain(error, task.module, module, name), { cause: error })
  }
}

/** The URL of a module. */
async function locate(module: string): Promise<string> {
  if (URL_SCHEME.test(module) && !module.startsWith('file:')) {
    throw new CommandError(EXIT.cannotRun, `cannot load '${module}': expected a file, a file: URL or the name of a package`)
  }
  const path = module.startsWith('file:') ? pathOf(module) : absolute(module)
  const stats = await stat(path).catch(() => undefined)
  // Modules know themselves by their real path, and a task made by defineTask is compared with it.
  if (stats?.isFile() === true) return pathToFileURL(realpathSync(path)).href
  const isPath = module.startsWith('file:') || module.startsWith('.') || module.includes('\\') || path === module
  if (!isPath) return locatePackage(module)
  throw new CommandError(EXIT.cannotRun, `cannot load '${module}': ${stats === undefined ? `there is no file ${path}` : `${path} is no file`}`)
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url)
  } catch (error) {
    throw new CommandError(EXIT.cannotRun, `cannot load '${url}': ${messageOf(error)}`, { cause: error })
  }
}

async function locatePackage(name: string): Promise<string> {
  // Node's own import.meta.resolve starts at this file; require.resolve does not see what is exported to `import` only.
  const { resolve } = await import('import-meta-resolve')
  const cwd = pathToFileURL(process.cwd() + sep).href
  try {
    return resolve(name, cwd)
  } catch (error) {
    throw new CommandError(EXIT.cannotRun, `cannot load '${name}': there is no such file in this folder, and no such package (${messageOf(error)})`, { cause: error })
  }
}

/** A module may wait at its top level for something that never comes. Node would then end without a word. */
async function settled<T>(loading: Promise<T>, module: string): Promise<T> {
  const onExit = (): void => {
    process.stderr.write(`parmap: cannot load ${module}: it waits at its top level for something that never comes\n`)
    process.exitCode = EXIT.cannotRun
  }
  process.once('exit', onExit)
  return loading.finally(() => { process.off('exit', onExit) })
}

async function explain(error: unknown, url: string, module: string, name: string | undefined): Promise<string> {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown }
  if (code === 'PARMAP_TASK_NOT_FOUND') {
    return messageOf(error) + (name === undefined ? `\nWrite the one to run after #: parmap map ${module}#NAME` : '')
  }
  if (code !== 'PARMAP_TASK_LOAD_FAILED') return messageOf(error)
  const isUnknown = cause instanceof Error && (cause as NodeJS.ErrnoException).code === 'ERR_UNKNOWN_FILE_EXTENSION'
  if (isUnknown && TYPESCRIPT.test(module)) {
    return (
      `cannot load '${module}': Node ${process.version} does not run TypeScript files\n` +
      'Use Node 22.18, 23.6 or newer; or compile the file to JavaScript; or name a loader in NODE_OPTIONS, such as --import=tsx'
    )
  }
  if (cause instanceof SyntaxError) return `${messageOf(error)}\n${await syntaxErrorOf(url)}`.trimEnd()
  return `${messageOf(error)}${cause instanceof Error && typeof cause.stack === 'string' ? `\n${cause.stack}` : ''}`
}

/**
 * The line of a syntax error. A program that catches one cannot learn where it is; Node tells it only when it ends by it.
 * Empty where the error is not in this file but in one that it imports.
 */
function syntaxErrorOf(url: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', fileURLToPath(url)], (_error, _stdout, stderr) => {
      resolve(stderr.split(/\n {4}at /u, 1)[0]!)
    })
  })
}
