// The file of a journal, as it is written: what is added is there whole, or not at all.

import { closeSync, ftruncateSync, writeSync } from 'node:fs'

/** A file to which text is added. */
export class JournalFile {
  /** Open for adding and reading. */
  readonly fd: number
  #end: number

  /** @param end how many bytes there are, which others must not change */
  constructor(fd: number, end: number) {
    this.fd = fd
    this.#end = end
  }

  /** Adds a text. @throws the error of the system, after which the file is as it was before */
  add(text: string): void {
    const bytes = Buffer.from(text)
    try {
      // On a full device the first call writes what there is room for, and only the next one fails.
      for (let written = 0; written < bytes.length;) written += writeSync(this.fd, bytes, written)
      this.#end += bytes.length
    } catch (error) {
      this.#cut()
      throw error
    }
  }

  close(): void { closeSync(this.fd) }

  #cut(): void {
    try {
      ftruncateSync(this.fd, this.#end)
    } catch {} // the next run does it: nothing follows what is torn
  }
}
