// Runs a small program in a Node process of its own: for what a test cannot show in itself, such as how a process ends.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a program ended. */
export interface Ended {
  /** 13 is Node's: the loop was empty while the program's top level still waited. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

// Only a program that never ends reaches it; its end then says SIGKILL.
const HANGS_AFTER_MS = 45_000

/**
 * Runs the text of an ES module; it can import whatever the package at `home` can, that package included.
 * @param home the folder of the package: `new URL('../', import.meta.url)`
 */
export function runProgram(home: URL, source: string, flags: readonly string[] = []): Promise<Ended> {
  const child = spawn(process.execPath, [...flags, '--input-type=module', '--eval', source], {
    cwd: fileURLToPath(home),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: HANGS_AFTER_MS,
    killSignal: 'SIGKILL',
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => { resolve({ code, signal, stdout, stderr }) })
  })
}
