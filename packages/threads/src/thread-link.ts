// One worker thread: a piscina of one thread, of which only the thread is used, and a port of our own. See
// docs/decisions/0010-workers-apart.md.

import type { Connect, FromWorker, Link, LinkOwner, ToWorker } from '@parmap/core/pool'
import { toldBy, workerDepth } from '@parmap/core/pool'
import { MessageChannel, type MessagePort, type Transferable, type Worker } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { ThreadSetup } from './options.ts'
import { Outbox, outboxMemory } from './outbox.ts'
import type { Told, ThreadData } from './thread-data.ts'

const ENTRY = new URL('./worker.js', import.meta.url).href

// Each slot may have a batch, and one that waits for it.
const BATCHES_PER_SLOT = 2

/** How threads are started. @param slots of each thread */
export function threadConnector(setup: ThreadSetup, slots: number): Connect {
  return (serial, owner) => new ThreadLink(`thread-${serial}`, setup, slots, owner)
}

class ThreadLink implements Link {
  readonly worker: string
  readonly marks: Int32Array
  readonly #thread: Worker
  readonly #port: MessagePort
  readonly #outbox: Outbox
  readonly #owner: LinkOwner
  #cause: unknown = undefined
  #isKilled = false

  constructor(worker: string, { preload, ...options }: ThreadSetup, slots: number, owner: LinkOwner) {
    this.worker = worker
    this.#owner = owner
    this.marks = new Int32Array(new SharedArrayBuffer(BATCHES_PER_SLOT * slots * Int32Array.BYTES_PER_ELEMENT))
    const memory = outboxMemory()
    this.#outbox = new Outbox(memory)
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    // None at least: one that has died is replaced by the pool of parmap, if at all.
    const pool = new Piscina({ filename: ENTRY, minThreads: 0, maxThreads: 1, idleTimeout: Infinity, atomics: 'disabled', recordTiming: false, ...(options as object) })
    pool.on('error', () => undefined) // told below
    const data: ThreadData = { worker, preload, marks: this.marks, outbox: memory, port: port2, depth: workerDepth() + 1 }
    const connected = pool.run(data, { transferList: [port2] })
    const thread = pool.threads[0]!
    this.#thread = thread
    connected.catch((error: unknown) => { // nobody listens in it; or it has ended, which is told below
      this.#cause ??= error
      this.kill()
    })
    thread.on('message', (message: Partial<Told> | null | undefined) => { // or whatever a task may have to say
      const parmap: unknown = message?.parmap
      if (typeof parmap !== 'object' || parmap === null) return
      const said = parmap as FromWorker
      this.#catchUp(message!.outboxEnd!, said.is === 'told' ? said.batch : undefined)
      owner.heard(said)
    })
    thread.on('error', (error) => { this.#cause = error })
    thread.on('messageerror', (error: unknown) => { // an outcome that cannot be read is lost for good
      this.#cause ??= error
      this.kill()
    })
    thread.on('exit', (exitCode) => { // comes after all messages
      port1.close()
      this.collect()
      const outOfMemory = (this.#cause as { code?: unknown } | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
      owner.gone({ exitCode, signal: null, outOfMemory, ...(this.#cause !== undefined && { cause: this.#cause }) })
    })
    this.hold(false)
  }

  post(message: ToWorker, transfer: readonly object[]): void {
    this.#port.postMessage(message, transfer as Transferable[])
    if (message.is === 'batch' && message.batch.after !== undefined) this.#outbox.follow(message.batch.after)
  }

  collect(): void { this.#catchUp(this.#outbox.end) }

  /** What it had put aside before it said something comes before that, but for what that says again. */
  #catchUp(end: number, told?: number): void { this.#outbox.take(end, told, (draft) => { this.#owner.heard(toldBy(draft)) }) }

  kill(): void {
    if (this.#isKilled) return // each call waits with a listener of its own
    this.#isKilled = true
    void this.#thread.terminate()
  }

  hold(isHeld: boolean): void {
    if (isHeld) this.#thread.ref()
    else this.#thread.unref()
  }
}
