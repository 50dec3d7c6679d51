// One child process: three pipes of our own beside its stdio (one down, one up, and one by which it learns that we are gone), and a
// file where it puts aside what we need not know yet. See docs/decisions/0010-workers-apart.md.

import { toldBy, unbornExit, unbornLink, workerDepth, type Connect, type FromWorker, type Link, type LinkOwner, type ToWorker } from '@parmap/core/pool'
import type { ChildProcess } from 'node:child_process'
import { closeSync } from 'node:fs'
import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { FrameReader, frameOf, isFramable } from './frames.ts'
import type { Hello } from './hello.ts'
import { namelessFile } from './nameless-file.ts'
import type { ChildSetup } from './options.ts'
import { ErrorRelay } from './error-relay.ts'
import { OutboxReader } from './outbox.ts'
import { spawnChild, type Spawned } from './spawn-child.ts'

// How V8 ends its process then.
const OUT_OF_MEMORY = 'SIGABRT'
// After SIGTERM, which ends whatever has no handler for it.
const TERM_MS = 200
// For a pipe that something else holds open.
const LAST_WORDS_MS = 500

/** How processes are started. */
export function processConnector(setup: ChildSetup): Connect {
  return (serial, owner) => {
    const outbox = namelessFile()
    const spawned = spawnWith(outbox, setup)
    if ('child' in spawned) return new ProcessLink(spawned, setup, outbox, owner)
    if (outbox !== undefined) closeSync(outbox)
    spawned.once('error', (cause) => { owner.gone(unbornExit(cause)) })
    return unbornLink(`process-unborn-${serial}`)
  }
}

/** @throws where Node refuses to try; then the file is closed */
function spawnWith(outbox: number | undefined, setup: ChildSetup): Spawned | ChildProcess {
  try {
    return spawnChild(setup, outbox)
  } catch (error) {
    if (outbox !== undefined) closeSync(outbox)
    throw error
  }
}

class ProcessLink implements Link {
  readonly worker: string
  readonly marks = undefined
  readonly isCopyable = isFramable
  readonly #process: Spawned
  readonly #errors: ErrorRelay
  readonly #owner: LinkOwner
  readonly #outboxFile: number | undefined
  readonly #outbox: OutboxReader | undefined
  #cause: unknown = undefined
  #isGone = false
  #isKilled = false

  constructor(spawned: Spawned, { preload, maxMemory }: ChildSetup, outbox: number | undefined, owner: LinkOwner) {
    this.#outboxFile = outbox
    this.#outbox = outbox === undefined ? undefined : new OutboxReader(outbox)
    this.#owner = owner
    this.#process = spawned
    this.worker = `process-${spawned.pid}`
    this.#errors = new ErrorRelay(spawned.stderr)
    this.#listen()
    this.hold(false)
    this.#write({ preload, maxMemory, hasOutbox: outbox !== undefined, depth: workerDepth() + 1 } satisfies Hello)
  }

  #listen(): void {
    const { child, up } = this.#process
    const reader = new FrameReader((message, outboxEnd) => { this.#heard(message as FromWorker, outboxEnd) })
    up.on('data', (piece: Buffer) => {
      try {
        reader.push(piece)
      } catch (error) { // not a message of ours: whatever wrote it, this worker cannot be trusted any more
        this.#cause ??= error
        this.kill()
      }
    })
    child.on('error', (error) => { this.#cause ??= error }) // could not be killed
    child.on('exit', (exitCode, signal) => {
      if (this.#isKilled) this.#signal('SIGKILL') // what it has started
      void this.#lastWords(signal).then(() => { this.#gone(exitCode, signal) })
    })
  }

  /** What it had put aside before it said something comes before that, but for what that says again. */
  #heard(message: FromWorker, outboxEnd: number): void {
    this.#takeOut(outboxEnd, message.is === 'told' ? message.batch : undefined)
    this.#owner.heard(message)
  }

  collect(): void { if (!this.#isGone) this.#takeOut(Infinity, undefined) }

  #takeOut(end: number, told: number | undefined): void {
    try {
      this.#outbox?.take(end, told, (draft) => { this.#owner.heard(toldBy(draft)) })
    } catch (error) { // what it has put aside cannot be read: what it says next may build on it
      this.#cause ??= error
      this.kill()
    }
  }

  /** All that it has said is to be read; of what it has printed, what it may have died of. */
  async #lastWords(signal: string | null): Promise<void> {
    const { up, stderr } = this.#process
    const read = Promise.all([closed(up), signal === OUT_OF_MEMORY ? closed(stderr) : undefined])
    await Promise.race([read, setTimeout(LAST_WORDS_MS, undefined, { ref: false })])
  }

  #gone(exitCode: number | null, signal: string | null): void {
    const { down, up, watch } = this.#process
    this.collect()
    this.#isGone = true
    if (this.#outboxFile !== undefined) closeSync(this.#outboxFile)
    for (const pipe of [down, up, watch]) pipe.destroy()
    this.hold(false) // something that it has started may still write to its stderr
    this.#owner.gone({ exitCode, signal, outOfMemory: signal === OUT_OF_MEMORY && this.#errors.tellsOfMemory, ...(this.#cause !== undefined && { cause: this.#cause }) })
  }

  post(message: ToWorker): void { this.#write(message) }

  #write(message: unknown): void {
    const [header, body] = frameOf(message, this.#outbox?.taken ?? 0)
    const { down } = this.#process
    if (down.destroyed) return
    down.cork()
    down.write(header)
    down.write(body)
    down.uncork()
  }

  kill(): void {
    this.#isKilled = true
    this.#signal('SIGTERM')
    void setTimeout(TERM_MS, undefined, { ref: false }).then(() => { this.#signal('SIGKILL') })
  }

  /** To the whole group. */
  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (this.#isGone) return
    const { child, pid } = this.#process
    try {
      process.kill(-pid, signal)
    } catch {
      child.kill(signal) // where there are no groups, or it is gone
    }
  }

  hold(isHeld: boolean): void {
    const { child, stderr, down, up, watch } = this.#process
    for (const one of [child, stderr, down, up, watch]) {
      if (isHeld) one.ref()
      else one.unref()
    }
  }
}

async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise((resolve) => { socket.once('close', resolve) })
}
