// The programs of the system that contenders are: whether they are there, under which name, and in which version. And the
// program parmap, as its package names it.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A program of the system. */
export interface Program {
  /** As people call it, beside its version, or where it is not installed. */
  readonly name: string
  /** What it may be called in the PATH, the surest first. */
  readonly files: readonly [file: string, ...others: string[]]
  /** Asks it what it is. Default: `--version`. */
  readonly question?: readonly string[]
  /** What it is known by in its answer, on stdout or stderr; the first group is its version, where it tells one. */
  readonly answer: RegExp
}

/** A program that is there. */
export interface FoundProgram {
  readonly file: string
  readonly version: string
}

const NO_VERSION = 'that tells no version'

const found = new Map<string, FoundProgram | undefined>()

/** The first of the files that is the program, or undefined where none is. Each program is looked for once. */
export function findProgram(program: Program): FoundProgram | undefined {
  if (!found.has(program.name)) found.set(program.name, look(program))
  return found.get(program.name)
}

// Its name is not enough: two programs are called `parallel`, and a container may have put something else in the place.
function look({ files, question = ['--version'], answer }: Program): FoundProgram | undefined {
  for (const file of files) {
    const { error, stdout, stderr } = spawnSync(file, question, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    const match = error === undefined ? answer.exec(`${stdout}${stderr}`) : null
    if (match !== null) return { file, version: match[1] ?? NO_VERSION }
  }
  return undefined
}

/** The file of the program parmap, which Node runs. */
export function ourProgram(): string {
  const manifest = new URL(import.meta.resolve('@parmap/cli/package.json'))
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly bin: Readonly<Record<string, string>> }
  return fileURLToPath(new URL(bin['parmap']!, manifest))
}
