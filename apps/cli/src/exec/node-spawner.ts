// Starts processes by Node's own means. Slow, as each start copies the tables of Node's memory, but there wherever Node is.

import { isUtf8 } from 'node:buffer'
import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { statDescriptor } from '../descriptor.ts'
import { codeOf } from '../errors.ts'
import { quoteCommand } from './quote.ts'
import type { Child, ChildEvents, Spawner, SpawnerOptions } from './spawner.ts'

/** The spawner that needs nothing but Node. */
export class NodeSpawner implements Spawner {
  readonly #onUnread: () => void
  #running = 0

  constructor({ onUnread = () => undefined }: SpawnerOptions = {}) { this.#onUnread = onUnread }

  get running(): number { return this.#running }

  spawn(argv: readonly Buffer[], isInherited: boolean, events: ChildEvents): Child {
    this.#running++
    const over = (): void => { this.#running-- }
    const started = start(argv, isInherited)
    if (typeof started !== 'string') {
      if (isInherited) started.on('exit', (_exitCode, signal) => { this.#lookAt(signal) }) // before others hear of it
      return attend(started, events, over)
    }
    setImmediate(() => {
      over()
      events.failed(started)
    })
    return { isPaused: false, pause() {}, resume() {}, letGo() {} }
  }

  close(): void {}

  /** Node cannot look whether anyone reads a pipe. If not, that is what a process dies of there, as a rule. */
  #lookAt(signal: NodeJS.Signals | null): void { if (signal === 'SIGPIPE' && isPipe(STDOUT)) this.#onUnread() }
}

const STDOUT = 1

function isPipe(descriptor: number): boolean {
  const stats = statDescriptor(descriptor)
  return stats.isFIFO() || stats.isSocket()
}

/** The process, or the code of why there is none. */
function start(argv: readonly Buffer[], isInherited: boolean): ChildProcess | string {
  try {
    probeDescriptors()
    const { command, args, script } = plain(argv)
    const out = isInherited ? 'inherit' : 'pipe'
    const child = spawn(command, args, { stdio: [script === undefined ? 'ignore' : 'pipe', out, out], detached: true })
    child.stdin?.on('error', () => undefined) // it ended first: `exit` tells
    child.stdin?.end(script)
    return child
  } catch (error) { // too long, or Node does not try
    return String(codeOf(error) ?? error)
  }
}

// Three pipes, each a pair, and what the child opens; then some, for other threads.
const DESCRIPTORS = 10

/**
 * Whether there are as many as a process takes. Where there are too few, Node does not always close what it had opened by then,
 * and the next ones find fewer. (libuv reports a failed exec pipe after it has opened the streams, and Node then drops those.)
 * @throws EMFILE
 */
function probeDescriptors(): void {
  const opened: number[] = []
  try {
    while (opened.length < DESCRIPTORS) opened.push(openSync('/dev/null', 'r'))
  } finally {
    for (const descriptor of opened) closeSync(descriptor)
  }
}

/** Node takes only text for arguments. For others a shell reads the line that makes them, from what then is an empty stdin. */
function plain(argv: readonly Buffer[]): { readonly command: string; readonly args: readonly string[]; readonly script?: Buffer } {
  const [command = '', ...args] = argv.map(String)
  if (argv.every(isUtf8)) return { command, args }
  refuseLong(argv)
  refuseMissing(argv[0]!)
  return { command: '/bin/sh', args: ['-s'], script: Buffer.concat([Buffer.from('exec '), quoteCommand(argv), Buffer.from(' </dev/null\n')]) }
}

// Of Linux: 32 pages. Others have a bound on the sum only, which is larger.
const LONGEST_ARGUMENT = 131_071

/** What the shell would only print. */
function refuseLong(argv: readonly Buffer[]): void {
  if (argv.some(({ length }) => length > LONGEST_ARGUMENT)) throw failure('E2BIG')
}

function refuseMissing(command: Buffer): void {
  const folders = command.includes('/') ? [''] : (process.env['PATH'] ?? '').split(delimiter)
  const codes = new Set(folders.map((folder) => refusal(folder === '' ? command : Buffer.concat([Buffer.from(join(folder, '/')), command]))))
  if (!codes.has(undefined)) throw failure(codes.has('EACCES') ? 'EACCES' : 'ENOENT')
}

function refusal(path: Buffer): unknown {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile() ? undefined : 'EACCES'
  } catch (error) {
    return codeOf(error)
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

function attend(child: ChildProcess, events: ChildEvents, over: () => void): Child {
  let hasFailed = false
  child.on('spawn', () => { events.started(child.pid!) })
  child.on('error', (error) => {
    if (child.pid === undefined) { // otherwise it could not be killed
      hasFailed = true
      events.failed(String(codeOf(error)))
    }
  })
  child.stdout?.on('data', (chunk: Buffer) => { events.output('stdout', chunk) })
  child.stderr?.on('data', (chunk: Buffer) => { events.output('stderr', chunk) })
  child.on('exit', (exitCode, signal) => { if (!hasFailed) events.exited(exitCode, signal) })
  child.on('close', () => {
    over()
    if (!hasFailed) events.closed()
  })
  return {
    get isPaused() { return child.stdout?.isPaused() === true || child.stderr?.isPaused() === true },
    pause(from) { child[from]?.pause() },
    resume(from) { child[from]?.resume() },
    letGo() {
      child.stdout?.destroy()
      child.stderr?.destroy()
    },
  }
}
