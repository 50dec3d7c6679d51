// Cuts a stream of bytes into records at a delimiter. Bytes, because a chunk may end inside a character and what a record
// means is not its business. (Node's readline drops lines that come before its iterator is asked for them.)

import { constants } from 'node:buffer'

/** The end of a line. */
export const NEWLINE: Buffer = Buffer.from('\n')

/** Stands for a record that is longer than allowed; its bytes have been dropped. */
export class TooLong {
  readonly bytes: number
  constructor(bytes: number) { this.bytes = bytes }
}

/** A record without its delimiter; a carriage return before a newline is left in. */
export type Line = Buffer | TooLong

/** Splits at every delimiter; what follows the last one is a record, too, unless it is empty. */
export class LineSplitter {
  readonly #delimiter: Buffer
  readonly #mostBytes: number
  // The beginning of a record whose end has not come, in pieces: joining them at each chunk would cost its length squared.
  #pieces: Buffer[] = []
  #bytes = 0
  /** The last bytes of a record that is too long: a delimiter may begin in them. */
  #tail: Buffer | undefined

  /**
   * @param delimiter one byte or more
   * @param mostBytes longer records are dropped, so that endless ones do not fill the memory; default: the longest string
   */
  constructor(delimiter: Buffer = NEWLINE, mostBytes: number = constants.MAX_STRING_LENGTH) {
    this.#delimiter = delimiter
    this.#mostBytes = mostBytes
  }

  /** Whether no record has begun. */
  get isEmpty(): boolean { return this.#bytes === 0 }

  /** The records that end in this chunk. They share its memory. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = []
    const delimiter = this.#delimiter.length === 1 ? this.#delimiter[0]! : this.#delimiter
    let start = this.#endBehind(chunk, lines)
    for (let end = chunk.indexOf(delimiter, start); end !== -1; end = chunk.indexOf(delimiter, start)) {
      this.#add(chunk, start, end)
      lines.push(this.#take())
      start = end + this.#delimiter.length
    }
    this.#add(chunk, start, chunk.length)
    return lines
  }

  /** The last record, if it has no delimiter. */
  end(): Line[] {
    return this.#bytes === 0 ? [] : [this.#take()]
  }

  /** Ends the record whose delimiter began in an earlier chunk. @returns where the next one begins in this chunk */
  #endBehind(chunk: Buffer, lines: Line[]): number {
    const overlap = this.#delimiter.length - 1
    if (overlap === 0 || this.#bytes === 0) return 0
    const behind = this.#lastBytes(overlap)
    const at = Buffer.concat([behind, chunk.subarray(0, overlap)]).indexOf(this.#delimiter)
    if (at === -1) return 0
    this.#cut(behind.length - at)
    lines.push(this.#take())
    return at + this.#delimiter.length - behind.length
  }

  #lastBytes(count: number): Buffer {
    const last: Buffer[] = []
    for (let at = this.#pieces.length - 1, missing = count; at >= 0 && missing > 0; at--) {
      const piece = this.#pieces[at]!.subarray(-missing)
      last.unshift(piece)
      missing -= piece.length
    }
    return this.#tail ?? Buffer.concat(last)
  }

  /** Takes bytes off the end of the record: they belong to its delimiter. */
  #cut(count: number): void {
    this.#bytes -= count
    for (let missing = count; missing > 0 && this.#pieces.length > 0; ) {
      const piece = this.#pieces.pop()!
      if (piece.length > missing) this.#pieces.push(piece.subarray(0, piece.length - missing))
      missing -= piece.length
    }
  }

  #add(chunk: Buffer, start: number, end: number): void {
    if (start === end) return // a piece holds its whole chunk
    this.#bytes += end - start
    const piece = chunk.subarray(start, end)
    const overlap = this.#delimiter.length - 1
    if (this.#bytes <= this.#mostBytes + overlap) { // the last of it may be the beginning of its delimiter
      this.#pieces.push(piece)
      return
    }
    if (overlap > 0) this.#tail = Buffer.concat([this.#lastBytes(overlap), piece]).subarray(-overlap)
    this.#pieces = []
  }

  #take(): Line {
    const pieces = this.#pieces
    const bytes = this.#bytes
    this.#pieces = []
    this.#bytes = 0
    this.#tail = undefined
    if (bytes > this.#mostBytes) return new TooLong(bytes)
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
  }
}
