// One child process: two pipes of our own beside its stdio, one down and one up. See docs/decisions/0010-workers-apart.md.

import { workerDepth, type Connect, type FromWorker, type Link, type LinkOwner, type ToWorker } from '@parmap/core/pool'
import { spawn, type ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { FrameReader, frameOf } from './frames.ts'
import { DOWN, UP, type Hello } from './hello.ts'
import type { ChildSetup } from './options.ts'
import { relayErrors, type ErrorRelay } from './error-relay.ts'

const ENTRY = fileURLToPath(new URL('./worker.js', import.meta.url))
// After SIGTERM, which ends whatever has no handler for it.
const TERM_MS = 200
// For a pipe that something else holds open.
const LAST_WORDS_MS = 500

/** How processes are started. */
export function processConnector(setup: ChildSetup): Connect {
  return (serial, owner) => new ProcessLink(serial, setup, owner)
}

class ProcessLink implements Link {
  readonly worker: string
  readonly marks = undefined
  readonly #child: ChildProcess
  readonly #down: Socket
  readonly #up: Socket
  readonly #errors: ErrorRelay
  readonly #owner: LinkOwner
  #cause: unknown = undefined
  #isGone = false
  #isKilled = false

  constructor(serial: number, { env, execArgv, preload, maxMemory }: ChildSetup, owner: LinkOwner) {
    this.#owner = owner
    // A group of its own: to be killed whole, and not to be reached by what the terminal sends to the host.
    this.#child = spawn(process.execPath, [...execArgv, ENTRY], { env, stdio: ['ignore', 'inherit', 'pipe', 'pipe', 'pipe'], detached: true, windowsHide: true })
    this.worker = `process-${this.#child.pid ?? `unborn-${serial}`}`
    this.#down = this.#child.stdio[DOWN] as Socket
    this.#up = this.#child.stdio[UP] as unknown as Socket
    this.#errors = relayErrors(this.#child.stderr as Socket)
    this.#listen()
    this.hold(false)
    this.#write({ preload, maxMemory, depth: workerDepth() + 1 } satisfies Hello)
  }

  #listen(): void {
    const reader = new FrameReader((message) => { this.#owner.heard(message as FromWorker) })
    this.#up.on('data', (piece: Buffer) => {
      try {
        reader.push(piece)
      } catch (error) { // not a message of ours: whatever wrote it, this worker cannot be trusted any more
        this.#cause ??= error
        this.kill()
      }
    })
    this.#up.on('error', () => undefined)
    this.#down.on('error', () => undefined) // it has ended: told below
    this.#child.on('error', (error) => { // could not be started, or not be killed
      this.#cause ??= error
      if (this.#child.pid === undefined) this.#gone(null, null)
    })
    this.#child.on('exit', (exitCode, signal) => {
      if (this.#isKilled) this.#signal('SIGKILL') // what it has started
      const isOver = (): void => { this.#gone(exitCode, signal) }
      if (this.#up.closed) return isOver()
      this.#up.once('close', isOver) // all that it has said has been read
      setTimeout(isOver, LAST_WORDS_MS).unref()
    })
  }

  #gone(exitCode: number | null, signal: string | null): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#down.destroy()
    this.#up.destroy()
    this.#owner.gone({ exitCode, signal, outOfMemory: signal === 'SIGABRT' && this.#errors.tellOfMemory(), ...(this.#cause !== undefined && { cause: this.#cause }) })
  }

  post(message: ToWorker): void { this.#write(message) }

  #write(message: unknown): void {
    const [header, body] = frameOf(message)
    if (this.#down.destroyed) return
    this.#down.cork()
    this.#down.write(header)
    this.#down.write(body)
    this.#down.uncork()
  }

  kill(): void {
    this.#isKilled = true
    this.#signal('SIGTERM')
    setTimeout(() => { this.#signal('SIGKILL') }, TERM_MS).unref()
  }

  /** To the whole group. */
  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.#child
    if (pid === undefined || this.#isGone) return
    try {
      process.kill(-pid, signal)
    } catch {
      this.#child.kill(signal) // where there are no groups, or it is gone
    }
  }

  hold(isHeld: boolean): void {
    for (const one of [this.#child, this.#down, this.#up, this.#child.stderr as Socket | null]) {
      if (isHeld) one?.ref()
      else one?.unref()
    }
  }
}
