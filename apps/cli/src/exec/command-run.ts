// One process of a command: its output, what ends it early, and when it is over.

import { LineRelay } from './line-relay.ts'
import { GroupEnding, isGroupAlive, signalGroup, signalOf } from './process-group.ts'
import type { Ended, RunOptions } from './run-options.ts'
import { LOST, type Child, type ChildEvents, type OutputName } from './spawner.ts'
import { Spool } from './spool.ts'

const KILL_AFTER_MS = 5_000
// For output that something outside of the group has open, and for what not even SIGKILL ends.
const LEFT_OPEN_MS = 1_000
const LOOK_MS = 10
const LONGEST_LOOK_MS = 200

export class CommandRun implements ChildEvents {
  /** Or the code of why it could not be started. */
  readonly end: Promise<Ended | string>
  readonly #options: RunOptions
  readonly #stdout: Spool
  readonly #stderr: Spool
  readonly #relays: readonly LineRelay[]
  readonly #child: Child
  readonly #ending: GroupEnding
  #resolve!: (end: Ended | string) => void
  #timer: NodeJS.Timeout | undefined
  #pid = 0
  #isClosed = false
  #wake: (() => void) | undefined
  #cut: Ended['cut']
  #cutBy: NodeJS.Signals = 'SIGTERM'
  #outputError: unknown

  constructor(argv: readonly Buffer[], options: RunOptions) {
    const { spawner, space, output, signal, killAfter = KILL_AFTER_MS } = options
    this.#options = options
    this.#stdout = new Spool(space)
    this.#stderr = new Spool(space)
    this.#ending = new GroupEnding(killAfter)
    this.end = new Promise((resolve) => { this.#resolve = resolve })
    const fail = (error: unknown): void => { this.#failOutput(error) }
    this.#relays = typeof output === 'function' ? [new LineRelay('stdout', space, output, fail), new LineRelay('stderr', space, output, fail)] : []
    this.#child = spawner.spawn(argv, output === 'inherit', this)
    for (const relay of this.#relays) relay.reads(this.#child)
    signal?.addEventListener('abort', this.#onAbort)
  }

  readonly #onAbort = (): void => { this.#cutShort('abort', signalOf(this.#options.signal?.reason)) }

  started(pid: number): void {
    this.#pid = pid
    const { timeout } = this.#options
    if (timeout !== undefined) this.#timer = setTimeout(() => { this.#cutShort('timeout', 'SIGTERM') }, timeout)
    if (this.#cut !== undefined) this.#ending.begin(pid, this.#cutBy)
  }

  output(from: OutputName, chunk: Buffer): void {
    if (this.#cut === 'output') return
    try {
      const relay = this.#relays[from === 'stdout' ? 0 : 1]
      if (relay !== undefined) relay.push(chunk)
      else if (from === 'stdout') this.#stdout.write(chunk)
      else this.#stderr.write(chunk)
    } catch (error) {
      this.#failOutput(error)
    }
  }

  #failOutput(error: unknown): void {
    this.#outputError ??= error
    this.#cutShort('output', 'SIGTERM')
  }

  #cutShort(why: Ended['cut'], signal: NodeJS.Signals): void {
    if (this.#cut !== undefined) return
    this.#cut = why
    this.#cutBy = signal
    if (this.#pid !== 0) this.#ending.begin(this.#pid, signal)
  }

  failed(code: string): void {
    this.#release()
    if (code === LOST && this.#pid !== 0) signalGroup(this.#pid, 'SIGKILL')
    this.#stdout.discard()
    this.#stderr.discard()
    this.#resolve(code)
  }

  closed(): void {
    this.#isClosed = true
    this.#wake?.()
  }

  exited(exitCode: number | null, signal: NodeJS.Signals | null): void {
    void this.#finish(exitCode, signal)
  }

  async #finish(exitCode: number | null, signal: NodeJS.Signals | null): Promise<void> {
    await this.#over()
    if (!this.#isClosed) this.#child.letGo()
    for (const relay of this.#relays) {
      try {
        if (this.#cut !== 'output') await relay.end()
      } catch (error) {
        this.#failOutput(error)
      }
    }
    this.#release()
    this.#resolve({ is: 'ended', exitCode, signal, cut: this.#cut, outputError: this.#outputError, stdout: this.#stdout, stderr: this.#stderr })
  }

  /** Until nobody can write any more, and nobody is left of a group that is to end. */
  async #over(): Promise<void> {
    await Promise.resolve() // most often the end of its output has come with its own
    // Of looks, not of a clock: while the event loop is blocked, output that has come waits to be read.
    let inVainMs = 0
    for (let waitMs = LOOK_MS; !this.#isOver(); waitMs = Math.min(waitMs * 1.5, LONGEST_LOOK_MS)) {
      await this.#wait(waitMs)
      if (this.#isOver()) return
      const isExpected = this.#child.isPaused || (!this.#ending.hasKilled && isGroupAlive(this.#pid))
      inVainMs = isExpected ? 0 : inVainMs + waitMs
      if (inVainMs > LEFT_OPEN_MS) return
    }
  }

  #isOver(): boolean {
    return this.#isClosed && !(this.#ending.hasBegun && isGroupAlive(this.#pid))
  }

  async #wait(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #release(): void {
    clearTimeout(this.#timer)
    this.#ending.end()
    this.#options.signal?.removeEventListener('abort', this.#onAbort)
  }
}
