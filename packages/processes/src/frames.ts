// Messages on a pipe: the length of each in four bytes, how far its sender is with the outbox in eight, then what v8.serialize
// made of it. Imports what a task may take from the globals.

import { Buffer } from 'node:buffer'
import { deserialize, serialize } from 'node:v8'

const HEADER = 12
const NOTE_AT = 4
const LONGEST = 2 ** 32 - 1

/**
 * The parts of a frame, to be written one after the other.
 * @param note a number that goes with it
 * @throws where something in the message cannot be copied
 */
export function frameOf(message: unknown, note: number): readonly [header: Buffer, body: Buffer] {
  const body = serialize(message)
  if (body.length > LONGEST) throw new RangeError(`A message of ${body.length} bytes is longer than the ${LONGEST} bytes that a frame holds`)
  const header = Buffer.allocUnsafe(HEADER)
  header.writeUInt32LE(body.length)
  header.writeDoubleLE(note, NOTE_AT)
  return [header, body]
}

/** Whether a frame can hold an object that structured clone copies: not e.g. a Blob, a KeyObject or shared memory. */
export function isFramable(value: object): boolean {
  try {
    serialize(value)
    return true
  } catch {
    return false
  }
}

/** Puts messages together again from the pieces in which a pipe brings them. */
export class FrameReader {
  readonly #onMessage: (message: unknown, note: number) => void
  #pieces: Buffer[] = []
  #have = 0
  /** Bytes that are needed to go on; of the header first, then of the body. */
  #need = HEADER
  #isBody = false
  #note = 0

  constructor(onMessage: (message: unknown, note: number) => void) { this.#onMessage = onMessage }

  /** The next piece. */
  push(piece: Buffer): void {
    this.#pieces.push(piece)
    this.#have += piece.length
    while (this.#have >= this.#need) this.#read(this.#take(this.#need))
  }

  #read(bytes: Buffer): void {
    if (!this.#isBody) {
      this.#need = bytes.readUInt32LE()
      this.#note = bytes.readDoubleLE(NOTE_AT)
      this.#isBody = true
      return
    }
    this.#need = HEADER
    this.#isBody = false
    this.#onMessage(deserialize(bytes), this.#note)
  }

  #take(length: number): Buffer {
    const first = this.#pieces[0]!
    this.#have -= length
    if (first.length >= length) {
      if (first.length === length) this.#pieces.shift()
      else this.#pieces[0] = first.subarray(length)
      return first.subarray(0, length)
    }
    const all = Buffer.concat(this.#pieces)
    this.#pieces = all.length > length ? [all.subarray(length)] : []
    return all.subarray(0, length)
  }
}
