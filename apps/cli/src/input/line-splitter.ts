// Cuts a stream of bytes into lines. Bytes, because a chunk may end inside a character and what a line means is not its
// business. (Node's readline drops lines that come before its iterator is asked for them.)

import { constants } from 'node:buffer'

const NEWLINE = 0x0a

/** Stands for a line that is longer than allowed; its bytes have been dropped. */
export class TooLong {
  readonly bytes: number
  constructor(bytes: number) { this.bytes = bytes }
}

/** A line without its newline; a carriage return before that is left in. */
export type Line = Buffer | TooLong

/** Splits at every `\n`; what follows the last one is a line, too, unless it is empty. */
export class LineSplitter {
  readonly #mostBytes: number
  // The beginning of a line whose end has not come, in pieces: joining them at each chunk would cost its length squared.
  #pieces: Buffer[] = []
  #bytes = 0

  /** @param mostBytes longer lines are dropped, so that endless ones do not fill the memory; default: the longest string */
  constructor(mostBytes: number = constants.MAX_STRING_LENGTH) {
    this.#mostBytes = mostBytes
  }

  /** The lines that end in this chunk. They share its memory. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = []
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      this.#add(chunk, start, end)
      lines.push(this.#take())
      start = end + 1
    }
    this.#add(chunk, start, chunk.length)
    return lines
  }

  /** The last line, if it has no newline. */
  end(): Line[] {
    return this.#bytes === 0 ? [] : [this.#take()]
  }

  #add(chunk: Buffer, start: number, end: number): void {
    if (this.#bytes > 0 && start === end) return
    this.#bytes += end - start
    if (this.#bytes > this.#mostBytes) this.#pieces = []
    else this.#pieces.push(chunk.subarray(start, end))
  }

  #take(): Line {
    const pieces = this.#pieces
    const bytes = this.#bytes
    this.#pieces = []
    this.#bytes = 0
    if (bytes > this.#mostBytes) return new TooLong(bytes)
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
  }
}
