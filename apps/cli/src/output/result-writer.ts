// Writes results to stdout in as few system calls as promptness allows, and tells when the reader is slow or gone.
// Knows text, not what it means.

import type { Writable } from 'node:stream'

const FULL_LENGTH = 65_536

/** What a writer needs to be told about, and tells. */
export interface ResultWriterOptions {
  readonly stream: Writable
  /** Called once when the stream fails; `EPIPE` is a reader that has gone. Nothing is written any more. */
  readonly onError: (error: NodeJS.ErrnoException) => void
  /** Called before each write to the stream. */
  readonly onWrite: () => void
}

/** Gathers results until the event loop has had its turn, or 64 Ki characters are there. */
export class ResultWriter {
  readonly #stream: Writable
  readonly #onError: (error: NodeJS.ErrnoException) => void
  readonly #onWrite: () => void
  #pending = ''
  #turn: NodeJS.Immediate | undefined
  #isFull = false
  #isBroken = false
  readonly #waiting: (() => void)[] = []

  constructor({ stream, onError, onWrite }: ResultWriterOptions) {
    this.#stream = stream
    this.#onError = onError
    this.#onWrite = onWrite
    stream.on('drain', () => { this.#goOn() })
    stream.on('error', (error) => { this.#fail(error) })
  }

  /** Whether it has failed. */
  get isBroken(): boolean { return this.#isBroken }

  /** Whether to wait for {@link drained} before more is written. */
  get isFull(): boolean { return this.#isFull }

  /** Takes a piece of output; bytes are not to be changed any more. */
  write(piece: string | Buffer): void {
    if (typeof piece !== 'string') return this.#writeBytes(piece)
    this.#pending += piece
    if (this.#pending.length >= FULL_LENGTH) this.#flush()
    else this.#turn ??= setImmediate(() => { this.#flush() })
  }

  /** Resolves when there is room again, or no use in waiting. */
  drained(): Promise<void> {
    return new Promise((resolve) => { this.#waiting.push(resolve) })
  }

  /** Writes what is pending; resolves when all has left the process, or the stream has failed. */
  async end(): Promise<void> {
    this.#flush()
    if (this.#isBroken) return
    await new Promise<void>((resolve) => {
      this.#stream.write('', (error) => {
        if (error) this.#fail(error) // the event comes later than this
        resolve()
      })
    })
  }

  #writeBytes(bytes: Buffer): void {
    this.#flush()
    if (this.#isBroken || bytes.length === 0) return
    this.#onWrite()
    this.#isFull = !this.#stream.write(bytes)
  }

  #flush(): void {
    clearImmediate(this.#turn)
    this.#turn = undefined
    const text = this.#pending
    this.#pending = ''
    if (text === '' || this.#isBroken) return
    this.#onWrite()
    this.#isFull = !this.#stream.write(text)
  }

  #fail(error: NodeJS.ErrnoException): void {
    if (this.#isBroken) return
    this.#isBroken = true
    this.#goOn()
    this.#onError(error)
  }

  #goOn(): void {
    this.#isFull = false
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
