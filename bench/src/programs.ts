// The programs that contenders of the command line start.

import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { Filter } from './contender.ts'

/** A program with its first arguments. */
export type Program = readonly [file: string, ...args: string[]]

/** The program `parmap`, as its package names it. */
export function ourProgram(): Program {
  const manifest = new URL(import.meta.resolve('@parmap/cli/package.json'))
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin: Readonly<Record<string, string>> }
  return [process.execPath, fileURLToPath(new URL(bin['parmap']!, manifest))]
}

/** The program parmap as a filter, on one of its backends. */
export function ourFilter(backend: string): (filter: Filter) => Program {
  const program = ourProgram()
  return ({ module, name }) => [...program, 'map', `${module}#${name}`, '-b', backend, '--progress', 'none']
}

/**
 * The first of the programs that is there.
 * @param isIt whether what it says to `--version` is right: two programs are called `parallel`
 * @throws where there is none
 */
export function findProgram(files: readonly [string, ...string[]], isIt: (says: string) => boolean = () => true): Program {
  const found = files.find((file) => {
    const { error, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' })
    return error === undefined && isIt(stdout)
  })
  if (found === undefined) throw new Error(`there is no ${files[0]}`)
  return [found]
}

/** What GNU parallel says to `--version`, and no other `parallel` does. */
export const isGnuParallel = (says: string): boolean => says.startsWith('GNU parallel')

/** The lines that a program prints. @throws where it does not end with 0 */
export async function linesOf([file, ...args]: Program, input = ''): Promise<readonly string[]> {
  const { stdout } = await execa(file, args, { input, lines: true })
  return stdout
}

/** Starts a program whose output nobody reads, and waits for its exit code. */
export async function exitCodeOf([file, ...args]: Program): Promise<number> {
  const [code] = (await once(spawn(file, args, { stdio: 'ignore' }), 'exit')) as [number | null]
  if (code === null) throw new Error(`${file} was killed`)
  return code
}
