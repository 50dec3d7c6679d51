// Runs a small program in a process of its own: for what a test cannot show in itself, such as how a process ends.

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
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

let count = 0

/**
 * Runs the text of an ES module in the runtime of the tests; it can import whatever the package at `home` can, that
 * package included.
 * @param home the folder of the package: `new URL('../', import.meta.url)`
 */
export async function runProgram(home: URL, source: string, flags: readonly string[] = []): Promise<Ended> {
  const { ended } = await startFile(home, source, flags, false)
  return ended
}

/** A program that runs. */
export interface Program {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
}

/** Starts the text of an ES module in a process group of its own, for a test that does something to it. */
export function startProgram(home: URL, source: string): Promise<Program> { return startFile(home, source, [], true) }

async function startFile(home: URL, source: string, flags: readonly string[], hasGroup: boolean): Promise<Program> {
  // A file, because runtimes disagree on what text on the command line is; in the folder for what tests leave behind.
  const folder = new URL('.vitest/', home)
  const file = new URL(`program-${process.pid}-${++count}.mjs`, folder)
  await mkdir(folder, { recursive: true })
  await writeFile(file, source)
  const program = start(fileURLToPath(home), [...commandLine(flags), fileURLToPath(file)], hasGroup)
  return { ...program, ended: removing(file, program.ended) }
}

async function removing<T>(file: URL, ended: Promise<T>): Promise<T> {
  try {
    return await ended
  } finally {
    await rm(file)
  }
}

function commandLine(flags: readonly string[]): string[] {
  if (!('Deno' in globalThis)) return [...flags]
  // Deno 2.9.6 crashes now and then (SIGSEGV, one run in ten) where a collection on demand meets V8
  // compiling in another thread; not once in forty runs without either of the two.
  const ofV8 = flags.includes('--expose-gc') ? [...flags, '--no-concurrent-recompilation'] : flags
  return ['run', '--allow-all', ...(ofV8.length === 0 ? [] : [`--v8-flags=${ofV8.join(',')}`])]
}

function start(cwd: string, args: readonly string[], detached: boolean): Program {
  const child = spawn(process.execPath, args, { cwd, detached, stdio: ['pipe', 'pipe', 'pipe'], timeout: HANGS_AFTER_MS, killSignal: 'SIGKILL' })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => { resolve({ code, signal, stdout, stderr }) })
  })
  return { child, ended }
}
