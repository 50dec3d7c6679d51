// One worker thread: a piscina of one thread, of which only the thread is used, and a port of our own. See
// docs/decisions/0010-workers-apart.md.

import type { Connect, FromWorker, Link, LinkOwner, ToWorker } from '@parmap/core/pool'
import { workerDepth } from '@parmap/core/pool'
import { MessageChannel, type MessagePort, type Transferable, type Worker } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { ThreadSetup } from './options.ts'
import type { Told, ThreadData } from './thread-data.ts'

const ENTRY = new URL('./worker.js', import.meta.url).href

/** How threads are started. @param slots the batches that a thread may have at once */
export function threadConnector(setup: ThreadSetup, slots: number): Connect {
  return (serial, owner) => new ThreadLink(`thread-${serial}`, setup, slots, owner)
}

class ThreadLink implements Link {
  readonly worker: string
  readonly marks: Int32Array
  readonly #thread: Worker
  readonly #port: MessagePort
  #cause: unknown = undefined

  constructor(worker: string, { preload, ...options }: ThreadSetup, slots: number, owner: LinkOwner) {
    this.worker = worker
    this.marks = new Int32Array(new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT))
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    // None at least: one that has died is replaced by the pool of parmap, if at all.
    const pool = new Piscina({ filename: ENTRY, minThreads: 0, maxThreads: 1, idleTimeout: Infinity, atomics: 'disabled', recordTiming: false, ...(options as object) })
    pool.on('error', () => undefined) // told below
    const data: ThreadData = { worker, preload, marks: this.marks, port: port2, depth: workerDepth() + 1 }
    const connected = pool.run(data, { transferList: [port2] })
    const thread = pool.threads[0]!
    this.#thread = thread
    connected.catch((error: unknown) => { // nobody listens in it; or it has ended, which is told below
      this.#cause ??= error
      this.kill()
    })
    thread.on('message', (message: Partial<Told> | null | undefined) => { // or whatever a task may have to say
      const parmap: unknown = message?.parmap
      if (typeof parmap === 'object' && parmap !== null) owner.heard(parmap as FromWorker)
    })
    thread.on('error', (error) => { this.#cause = error })
    thread.on('messageerror', (error: unknown) => { // an outcome that cannot be read is lost for good
      this.#cause ??= error
      this.kill()
    })
    thread.on('exit', (exitCode) => { // comes after all messages
      port1.close()
      const outOfMemory = (this.#cause as { code?: unknown } | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY'
      owner.gone({ exitCode, signal: null, outOfMemory, ...(this.#cause !== undefined && { cause: this.#cause }) })
    })
    this.hold(false)
  }

  post(message: ToWorker, transfer: readonly object[]): void { this.#port.postMessage(message, transfer as Transferable[]) }
  kill(): void { void this.#thread.terminate() }

  hold(isHeld: boolean): void {
    if (isHeld) this.#thread.ref()
    else this.#thread.unref()
  }
}
