// Output that waits to be printed: in memory as long as there is little of it, then in a file that has no name. It knows
// nothing of commands.

import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf, ItemError, messageOf } from '../errors.ts'

const MEBIBYTE = 2 ** 20
const READ_BYTES = 2 ** 16

/** How much of the output of all commands waits in memory. */
export interface SpoolLimits {
  /** Most bytes of one spool in memory; default: 1 MiB. */
  readonly spoolBytes?: number | undefined
  /** Most bytes of all spools together in memory; default: 64 MiB. */
  readonly totalBytes?: number | undefined
  /** Where the files are made; default: the system's folder for temporary files. */
  readonly folder?: string | undefined
}

/** What spools share: a bound on their memory. */
export class SpoolSpace {
  readonly #spoolBytes: number
  readonly #totalBytes: number
  readonly folder: string
  #heldBytes = 0

  constructor({ spoolBytes = MEBIBYTE, totalBytes = 64 * MEBIBYTE, folder = tmpdir() }: SpoolLimits = {}) {
    this.#spoolBytes = spoolBytes
    this.#totalBytes = totalBytes
    this.folder = folder
  }

  /** Bytes in memory, of all spools. */
  get heldBytes(): number { return this.#heldBytes }

  /** Whether a spool may hold so many more bytes in memory, beside those that it holds. Then they count as held. */
  hold(bytes: number, beside: number): boolean {
    if (beside + bytes > this.#spoolBytes || this.#heldBytes + bytes > this.#totalBytes) return false
    this.#heldBytes += bytes
    return true
  }

  /** Bytes that are held although there is no room for them. */
  holdAnyway(bytes: number): void { this.#heldBytes += bytes }

  release(bytes: number): void { this.#heldBytes -= bytes }
}

/** A queue of bytes that can be read from its beginning any number of times, and thrown away. */
export class Spool {
  readonly #space: SpoolSpace
  #held: Buffer[] = []
  #heldBytes = 0
  #file: number | undefined
  #fileBytes = 0

  constructor(space: SpoolSpace) { this.#space = space }

  /** Bytes written so far. */
  get bytes(): number { return this.#fileBytes + this.#heldBytes }

  /**
   * Takes the bytes over.
   * @throws ItemError where the disk is full or cannot be written; what came before stays
   */
  write(bytes: Buffer): void {
    if (this.#file === undefined && this.#space.hold(bytes.length, this.#heldBytes)) {
      this.#keep(bytes)
      return
    }
    try {
      this.#file ??= namelessFile(this.#space.folder)
    } catch (error) {
      if (!FILES_RAN_OUT.has(codeOf(error))) throw unwritten(error, this.#space.folder)
      this.#space.holdAnyway(bytes.length) // until there is a descriptor: too much memory is better than lost bytes
      this.#keep(bytes)
      return
    }
    this.#flush(this.#file)
    this.#append(this.#file, bytes)
  }

  #keep(bytes: Buffer): void {
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
  }

  #flush(file: number): void {
    for (let first = this.#held[0]; first !== undefined; first = this.#held[0]) {
      this.#append(file, first)
      this.#held.shift()
      this.#heldBytes -= first.length
      this.#space.release(first.length)
    }
  }

  #append(file: number, bytes: Buffer): void {
    try {
      // On a disk that is nearly full, the first write may be cut short without an error.
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, this.#fileBytes + at)
    } catch (error) {
      throw unwritten(error, this.#space.folder)
    }
    this.#fileBytes += bytes.length
  }

  /** The bytes, in pieces, from the first. @throws ItemError where the file cannot be read */
  *chunks(): Generator<Buffer, undefined> {
    for (let at = 0; at < this.#fileBytes;) {
      const piece = Buffer.allocUnsafe(Math.min(READ_BYTES, this.#fileBytes - at))
      const length = readSync(this.#file!, piece, 0, piece.length, at)
      if (length === 0) throw new ItemError('its output has been cut off while it waited on the disk', 'result')
      yield piece.subarray(0, length)
      at += length
    }
    yield* this.#held
  }

  /** Throws everything away. */
  discard(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
    this.#fileBytes = 0
    this.#held = []
    this.#space.release(this.#heldBytes)
    this.#heldBytes = 0
  }
}

const FILES_RAN_OUT: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE'])
const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])

/** A file that only its descriptor leads to: it is gone when the process is, whatever ends that. */
function namelessFile(folder: string): number {
  const path = join(folder, `parmap-${randomUUID()}`)
  const file = openSync(path, 'wx+', 0o600)
  unlinkSync(path)
  return file
}

function unwritten(error: unknown, folder: string): ItemError {
  const reason = FULL.has(codeOf(error)) ? `the disk of ${folder} is full` : messageOf(error)
  return new ItemError(`its output cannot be kept: ${reason}`, 'result', { cause: error })
}
