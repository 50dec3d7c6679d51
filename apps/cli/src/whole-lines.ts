// Text that others print, taken line by line.

const NEWLINE = 0x0a
const END_OF_LINE = Buffer.of(NEWLINE)

/** So much of a line is held back; what is longer comes as several lines, or one without an end would fill the memory. */
const MOST_HELD_BYTES = 2 ** 20

/** Holds text back until its line is whole, and takes the place of a stream's `write`. */
export class WholeLines {
  readonly #print: (text: Buffer) => boolean
  // In pieces: joining them at each chunk would cost the length of the line squared.
  #pieces: Buffer[] = []
  #bytes = 0

  /** @param print takes whole lines; gives whether more may come at once, as a stream's `write` does */
  constructor(print: (text: Buffer) => boolean) { this.#print = print }

  /** @returns whether more may come at once */
  write(chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8') : Buffer.from(chunk)
    const end = bytes.lastIndexOf(NEWLINE) + 1
    const isPrinted = end === 0 || this.#print(Buffer.concat([...this.#taken(), bytes.subarray(0, end)]))
    this.#hold(bytes.subarray(end))
    const isCut = this.#bytes <= MOST_HELD_BYTES || this.#cut()
    const done = typeof encoding === 'function' ? encoding : callback
    if (typeof done === 'function') process.nextTick(done)
    return isPrinted && isCut
  }

  end(): void {
    if (this.#bytes > 0) this.#print(Buffer.concat([...this.#taken(), END_OF_LINE]))
  }

  #hold(piece: Buffer): void {
    if (piece.length === 0) return
    this.#pieces.push(piece)
    this.#bytes += piece.length
  }

  #taken(): readonly Buffer[] {
    const pieces = this.#pieces
    this.#pieces = []
    this.#bytes = 0
    return pieces
  }

  /** Prints what is held as a line, but for the beginning of a character. */
  #cut(): boolean {
    const all = Buffer.concat(this.#taken())
    const end = all.length - begunBytes(all)
    this.#hold(all.subarray(end))
    return this.#print(Buffer.concat([all.subarray(0, end), END_OF_LINE]))
  }
}

/** How many of the last bytes begin a character of UTF-8 that does not end there. */
function begunBytes(bytes: Buffer): number {
  for (let count = 1; count <= 3 && count < bytes.length; count++) {
    const byte = bytes.at(-count)!
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return count < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? count : 0
  }
  return 0
}
