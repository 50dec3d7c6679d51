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
    if (writeQuietly(piece)) return
    this.#stderr.pause()
    process.stderr.once('drain', () => { this.#stderr.resume() })
  }

  /** Whether the last words were that memory ran out. */
  get tellsOfMemory(): boolean { return MEMORY.test(this.#tail.toString('latin1')) }
}

/** As console.error does it: nobody may be there to read, which is no error of the host's. @returns false where it should not be written more for now */
function writeQuietly(piece: Buffer): boolean {
  const { stderr } = process
  const ignore = (): void => undefined
  stderr.once('error', ignore)
  return stderr.write(piece, () => { stderr.off('error', ignore) }) || stderr.destroyed
}
