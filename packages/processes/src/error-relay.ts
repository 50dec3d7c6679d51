// What a child writes to its stderr goes to the host's. On its way the last of it is looked at: it is there that V8 says
// that it is out of memory.

import type { Socket } from 'node:net'

const TAIL_BYTES = 4_096

export interface ErrorRelay {
  /** Whether the last words were that memory ran out. */
  tellOfMemory(): boolean
}

/** Passes on all that comes, no faster than the host's stderr takes it. */
export function relayErrors(stderr: Socket): ErrorRelay {
  let tail = Buffer.alloc(0)
  stderr.on('error', () => undefined)
  stderr.on('data', (piece: Buffer) => {
    tail = Buffer.concat([tail, piece]).subarray(-TAIL_BYTES)
    if (process.stderr.write(piece)) return
    stderr.pause()
    process.stderr.once('drain', () => { stderr.resume() })
  })
  return { tellOfMemory: () => /JavaScript heap out of memory|Fatal process out of memory/u.test(tail.toString('latin1')) }
}
