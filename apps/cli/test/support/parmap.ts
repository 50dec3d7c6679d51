// Starts the built command as a user's shell does: a process of its own, real pipes, real files.

import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

/** The executable. */
export const BIN = fileURLToPath(new URL('../../dist/bin.js', import.meta.url))

/** The folder with the task modules of the tests; the command runs there unless told otherwise. */
export const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url))

export interface Options {
  readonly input?: string | Uint8Array
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
}

/** What a call came to. */
export interface Ended {
  readonly stdout: string
  readonly stderr: string
  /** Lines of stderr, without those that tell times. */
  readonly told: readonly string[]
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** The environment of the tests, without what would change colours or flags. */
export function plainEnv(): NodeJS.ProcessEnv {
  const { CI: _ci, NO_COLOR: _no, FORCE_COLOR: _force, NODE_OPTIONS: _options, ...env } = process.env
  return env
}

/** Starts `parmap` and leaves it running. */
export function start(args: readonly string[], { cwd = FIXTURES, env = {} }: Options = {}): ChildProcessWithoutNullStreams {
  return spawnGroup(process.execPath, [BIN, ...args], cwd, env)
}

/** A process and its children as a group, like that of a shell's job; none of it outlives the test. */
function spawnGroup(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): ChildProcessWithoutNullStreams {
  const child = spawn(command, args, { cwd, env: { ...plainEnv(), ...env }, detached: process.platform !== 'win32' })
  onTestFinished(() => {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      child.kill('SIGKILL') // the group is gone
    }
  })
  return child
}

/** Waits for the end of a process. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  const told = stderr.split('\n').filter((line) => line !== '' && !SUMMARY.test(line))
  return { stdout, stderr, told, code, signal }
}

const SUMMARY = /^parmap: [\d,]+ done, .* in .* \(.*\/s\)$/u

/** Runs `parmap` to its end, with `input` on stdin. */
export function parmap(args: readonly string[], options: Options = {}): Promise<Ended> {
  const child = start(args, options)
  child.stdin.on('error', () => undefined) // it need not read all of it
  child.stdin.end(options.input ?? '')
  return ended(child)
}

/** Starts a line of bash in which `parmap` is the command. */
export function startBash(line: string, { cwd = FIXTURES, env = {} }: Options = {}): ChildProcessWithoutNullStreams {
  return spawnGroup('bash', ['-c', `parmap() { '${process.execPath}' '${BIN}' "$@"; }\n${line}`], cwd, env)
}

/** Runs a line of bash to its end. */
export function bash(line: string, options?: Options): Promise<Ended> {
  return ended(startBash(line, options))
}

/** Resolves when a text has come on stderr. The rest stays readable. */
export async function says(child: ChildProcessWithoutNullStreams, expected: string): Promise<void> {
  let heard = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      heard += chunk.toString()
      if (heard.includes(expected)) resolve()
    })
    child.once('close', () => { reject(new Error(`ended without saying ${expected}: ${heard}`)) })
  })
}
