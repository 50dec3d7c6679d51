// Text that others print, taken line by line.

/** Holds text back until its line is whole, and takes the place of a stream's `write`. */
export class WholeLines {
  readonly #print: (text: Buffer) => void
  #rest: Buffer = Buffer.alloc(0)

  constructor(print: (text: Buffer) => void) { this.#print = print }

  write(chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8') : Buffer.from(chunk)
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    const end = all.lastIndexOf(0x0a) + 1
    this.#rest = all.subarray(end)
    if (end > 0) this.#print(all.subarray(0, end))
    const done = typeof encoding === 'function' ? encoding : callback
    if (typeof done === 'function') process.nextTick(done)
    return true
  }

  end(): void {
    if (this.#rest.length > 0) this.#print(Buffer.concat([this.#rest, Buffer.from('\n')]))
    this.#rest = Buffer.alloc(0)
  }
}
