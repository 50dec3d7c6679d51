// Runs a program to its end and hands back what it printed.

import { spawn, type SpawnOptions } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** Runs a program. @returns its stdout; rejects with all it printed when its exit code is not 0 */
export async function runProgram(command: string, args: readonly string[], { input = '', ...options }: SpawnOptions & { input?: string } = {}): Promise<string> {
  const child = spawn(command, args, { env: plainEnvironment(), ...options, stdio: 'pipe' })
  child.stdin.end(input)
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 1))
  })
  const [out, err, end] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (end !== 0) throw new Error(`\`${[command, ...args].join(' ')}\` ended with ${end}\n${out}${err}`)
  return out
}

/** The environment of the tests, without what would change colours: turbo sets some of it, and so does CI. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { CI: _ci, NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env
  return env
}
