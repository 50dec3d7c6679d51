// What a child writes to its stderr goes to the host's. On its way the last of it is looked at: it is there that V8 says
// that it is out of memory.

import type { Socket } from 'node:net'
import { drainNow } from './last-words.ts'

const TAIL_BYTES = 4_096
const MEMORY = /JavaScript heap out of memory|Fatal process out of memory/u

export class ErrorRelay {
  readonly #stderr: Socket
  #tail = Buffer.alloc(0)

  /** Passes on all that comes, no faster than the host's stderr takes it. */
  constructor(stderr: Socket) {
    this.#stderr = stderr
    stderr.on('data', (piece: Buffer) => { this.#pass(piece) })
    drainNow(stderr) // once the host ends
  }

  #pass(piece: Buffer): void {
    this.#tail = Buffer.concat([this.#tail, piece]).subarray(-TAIL_BYTES)
    const isTaken = process.stderr.write(piece, (error) => {
      if (error instanceof Error) ignoreUnread()
      this.#stderr.resume()
    })
    if (!isTaken) this.#stderr.pause()
  }

  /** Whether the last words were that memory ran out. */
  get tellsOfMemory(): boolean { return MEMORY.test(this.#tail.toString('latin1')) }
}

/** Nobody reads the host's stderr, which is no error of the host's: what is written there is lost, as with console.error. */
function ignoreUnread(): void {
  const { stderr } = process
  if (stderr.listenerCount('error') === 0) stderr.once('error', () => undefined) // it is about to be emitted
}
