// What Node was told to import before anything else (`--import`), such as a loader for TypeScript. Node does so in each
// process, but not in its threads, so they are told by us. (What it was told to require, it requires in threads, too.)

import { pathToFileURL } from 'node:url'
import { sep } from 'node:path'

// Words are parted by blanks, but in double quotes, where a backslash takes the next character as it is.
const WORD = /(?:"(?:\\.|[^"\\])*"|[^\s"])+/gu

/** The URLs of the modules that `--import` names, on Node's command line and in NODE_OPTIONS. */
export async function preloads(execArgv: readonly string[] = process.execArgv, nodeOptions: string = process.env['NODE_OPTIONS'] ?? ''): Promise<string[]> {
  const names = [...imported((nodeOptions.match(WORD) ?? []).map(unquoted)), ...imported(execArgv)]
  if (names.length === 0) return []
  const { resolve } = await import('import-meta-resolve')
  const cwd = pathToFileURL(process.cwd() + sep).href
  return names.map((name) => resolve(name, cwd))
}

function unquoted(word: string): string {
  return word.replace(/"((?:\\.|[^"\\])*)"/gu, (_, inside: string) => inside.replace(/\\(.)/gu, '$1'))
}

function imported(args: readonly string[]): string[] {
  return args.flatMap((arg, at) => {
    if (arg === '--import') return args.slice(at + 1, at + 2)
    return arg.startsWith('--import=') ? [arg.slice('--import='.length)] : []
  })
}
