// What a process puts aside for its pool: a ring of bytes in a file without a name, written by the one side and read by the
// other when it looks. Neither waits, neither is woken, and what has been put aside is there, whatever becomes of the process.

import type { Draft } from '@parmap/core/pool'
import { Buffer } from 'node:buffer'
import { readSync, writeSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'

const CAPACITY = 65_536
/** Bytes before each draft: the position in the ring where it should be, how many bytes there are, and what it is about. */
const HEADER = 16
const LENGTH_AT = 8
const TOPIC_AT = 12
/** After each draft stands its position once more: then it is whole. */
const TRAILER = 8
/** The length of what only fills the end of the ring. */
const FILLER = 0
// The most that is read without knowing that it is there.
const LOOK_BYTES = 8_192

/** The writing side. */
export class OutboxWriter {
  /** How far has been written, in bytes since the start. */
  end = 0
  /** How far it is known to have been read. */
  taken = 0
  readonly #fd: number

  constructor(fd: number) { this.#fd = fd }

  /** False where there is no room for it now, or it cannot be written. */
  put(draft: Draft): boolean {
    const body = serialize(draft)
    const size = HEADER + body.length + TRAILER
    const at = this.end % CAPACITY
    const filler = at + size > CAPACITY ? CAPACITY - at : 0
    if (this.end + filler + size - this.taken > CAPACITY) return false
    if (filler >= HEADER && !this.#write(header(this.end, FILLER, 0), at)) return false
    this.end += filler // for good: it may have been read
    const trailer = Buffer.alloc(TRAILER)
    trailer.writeDoubleLE(this.end)
    if (!this.#write(Buffer.concat([header(this.end, body.length, draft[0]), body, trailer]), this.end % CAPACITY)) return false
    this.end += size
    return true
  }

  /** False where not all of it could be written, e.g. for want of room on the device. */
  #write(bytes: Buffer, at: number): boolean {
    try {
      return writeSync(this.#fd, bytes, 0, bytes.length, at) === bytes.length
    } catch {
      return false
    }
  }
}

function header(position: number, length: number, topic: number): Buffer {
  const bytes = Buffer.alloc(HEADER)
  bytes.writeDoubleLE(position)
  bytes.writeUInt32LE(length, LENGTH_AT)
  bytes.writeUInt32LE(topic % 2 ** 32, TOPIC_AT)
  return bytes
}

/** The reading side. */
export class OutboxReader {
  /** How far has been read. */
  taken = 0
  readonly #fd: number

  constructor(fd: number) { this.#fd = fd }

  /**
   * Takes out what is there.
   * @param end how far has been written; Infinity: as much as is whole
   * @param told the batch of which nothing is wanted
   */
  take(end: number, told: number | undefined, hear: (draft: Draft) => void): void {
    for (let left = end - this.taken; left > 0; left = end - this.taken) {
      const at = this.taken % CAPACITY
      if (CAPACITY - at < HEADER) this.taken += CAPACITY - at
      else if (!this.#takeFrom(this.#read(at, Math.min(CAPACITY - at, left, LOOK_BYTES)), told, hear)) return
    }
  }

  #read(at: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length)
    return bytes.subarray(0, readSync(this.#fd, bytes, 0, length, at))
  }

  /** False where there is no whole draft. */
  #takeFrom(bytes: Buffer, told: number | undefined, hear: (draft: Draft) => void): boolean {
    let from = 0
    while (bytes.length - from >= HEADER && bytes.readDoubleLE(from) === this.taken) {
      const length = bytes.readUInt32LE(from + LENGTH_AT)
      if (length === FILLER) {
        this.taken += CAPACITY - (this.taken % CAPACITY)
        return true
      }
      const size = HEADER + length + TRAILER
      const whole = bytes.length - from >= size ? bytes.subarray(from, from + size) : this.#read(this.taken % CAPACITY, size)
      if (whole.length < size || whole.readDoubleLE(size - TRAILER) !== this.taken) break
      const topic = whole.readUInt32LE(TOPIC_AT)
      this.taken += size
      from += size
      if (topic !== told) hear(deserialize(whole.subarray(HEADER, HEADER + length)) as Draft)
    }
    return from > 0
  }
}
