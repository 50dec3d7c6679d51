// What a command prints that is no run, in as few writes as may be and no faster than it is read.

import type { Writable } from 'node:stream'
import { codeOf, CommandError, messageOf } from '../errors.ts'
import { EXIT } from '../exit-codes.ts'

const FULL_BYTES = 65_536

/** Writes to stdout until nobody reads it any more. */
export class PrintedOutput {
  readonly #stream: Writable
  #pending: Buffer[] = []
  #bytes = 0
  #error: Error | undefined

  constructor(stream: Writable) {
    this.#stream = stream
    stream.on('error', (error) => { this.#error ??= error })
  }

  /** Whether whoever read has gone. */
  get isClosed(): boolean { return codeOf(this.#error) === 'EPIPE' }

  /** Writes some text or bytes. To be awaited where it is a promise. @throws CommandError (`stream`) where it cannot be written */
  write(text: string | Buffer): Promise<void> | undefined {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    this.#pending.push(bytes)
    this.#bytes += bytes.length
    return this.#bytes < FULL_BYTES ? undefined : this.#flush()
  }

  /** Resolves when all has left the process. @throws CommandError (`stream`) where it cannot be written */
  async end(): Promise<void> {
    await this.#flush()
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pending, this.#bytes)
    this.#pending = []
    this.#bytes = 0
    if (this.isClosed || bytes.length === 0) return
    await this.#written(bytes)
    this.#check()
  }

  /** Resolves when the reader has it, or an error is known. */
  #written(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => {
      this.#stream.write(bytes, (error) => {
        this.#error ??= error ?? undefined // the event comes later than this
        resolve()
      })
    })
  }

  #check(): void {
    if (this.#error === undefined || this.isClosed) return
    throw new CommandError(EXIT.stream, `cannot write: ${messageOf(this.#error)}`, { cause: this.#error })
  }
}
