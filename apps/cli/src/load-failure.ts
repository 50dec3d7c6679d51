// Why a module cannot be loaded, for its author: what was thrown, once, and where.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describeAtLength } from './failure-text.ts'
import { tellingFrame } from './frames.ts'

const TYPESCRIPT = /\.[cm]?tsx?$/u

/**
 * What to say of a module that failed to load.
 * @param url where it is
 * @param module how the user named it
 */
export async function describeLoadFailure(thrown: unknown, url: string, module: string): Promise<string> {
  const { code, stack } = Object(thrown) as { readonly code?: unknown; readonly stack?: unknown }
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && TYPESCRIPT.test(module)) {
    return (
      `cannot load '${module}': Node ${process.version} does not run TypeScript files\n` +
      'Use Node 22.18, 23.6 or newer; or compile the file to JavaScript; or name a loader in NODE_OPTIONS, such as --import=tsx with -b processes'
    )
  }
  const text = `cannot load '${module}': ${describeAtLength(thrown)}`
  if (!(thrown instanceof SyntaxError) || tellingFrame(thrown) !== undefined) return text
  const excerpt = beforeFrames(String(stack).startsWith('file:') ? String(stack) : await checked(url))
  return excerpt === '' ? `${text} in a module that it imports` : `cannot load '${module}':\n${excerpt}`
}

/**
 * What Node says of the syntax of a file. A program that catches a syntax error cannot learn where it is; Node tells it
 * only when it ends by it. Empty where the error is not in this file but in one that it imports.
 */
function checked(url: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', fileURLToPath(url)], (_error, _stdout, stderr) => { resolve(stderr) })
  })
}

function beforeFrames(text: string): string {
  return text.split(/\n {4}at /u, 1)[0]!.trimEnd()
}
