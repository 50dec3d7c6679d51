// What children have written to stderr and the host has not read when it ends: read and written then, at once.

import { readSync, writeSync } from 'node:fs'
import type { Socket } from 'node:net'

const STDERR = 2
const PIECE_BYTES = 65_536
// For a reader of the host's stderr that is slow, or gone to sleep.
const PATIENCE_MS = 2_000
const WAIT_MS = 1

const open = new Set<Socket>()
let isListening = false

/** From now on, until the socket is closed. */
export function drainNow(socket: Socket): void {
  open.add(socket)
  socket.once('close', () => { open.delete(socket) })
  if (isListening) return
  isListening = true // once, and for good: 300 executors are one listener
  process.on('exit', () => {
    const until = Date.now() + PATIENCE_MS
    for (const one of open) drain(one, until)
  })
}

function drain(socket: Socket, until: number): void {
  const { fd } = (socket as unknown as { _handle?: { fd?: number } })._handle ?? {}
  try {
    const held = socket.read() as Buffer | null
    if (held !== null) writeWhole(held, until)
    if (fd === undefined || fd < 0) return // not on this platform
    const piece = Buffer.alloc(PIECE_BYTES)
    for (let length; (length = readSync(fd, piece)) > 0;) writeWhole(piece.subarray(0, length), until)
  } catch { /* there is no more, or nobody who reads */ }
}

/** @throws where nobody reads */
function writeWhole(bytes: Uint8Array, until: number): void {
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(STDERR, bytes, written)
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EAGAIN' || Date.now() > until) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS)
    }
  }
}
