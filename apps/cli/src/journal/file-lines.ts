// The lines of a file and where each begins, in memory that does not grow with the file.

import { readSync } from 'node:fs'

const NEWLINE = 0x0a
const FIRST_BYTES = 262_144

/** A line of a file. */
export interface FileLine {
  /** Without the line end. Valid until the next line is asked for. */
  readonly bytes: Buffer
  readonly offset: number
  /** Whether it has a line end; only the last may have none. */
  readonly isWhole: boolean
}

/**
 * Reads lines from a file descriptor, which may be read from elsewhere meanwhile.
 * @param from where the first line begins
 * @param end where to stop, also in the middle of a line
 */
export function* fileLines(fd: number, from: number, end: number): Generator<FileLine, undefined> {
  let buffer = Buffer.allocUnsafe(FIRST_BYTES)
  let filled = 0
  let offset = from // of what the buffer holds
  for (;;) {
    const read = readSync(fd, buffer, filled, Math.min(buffer.length - filled, end - offset - filled), offset + filled)
    if (read === 0) break
    let start = 0
    let newline = buffer.subarray(0, filled + read).indexOf(NEWLINE, filled)
    filled += read
    for (; newline !== -1; newline = buffer.subarray(0, filled).indexOf(NEWLINE, start)) {
      yield { bytes: buffer.subarray(start, newline), offset: offset + start, isWhole: true }
      start = newline + 1
    }
    offset += start
    buffer.copyWithin(0, start, filled)
    filled -= start
    if (filled === buffer.length) buffer = Buffer.concat([buffer], filled * 2)
  }
  if (filled > 0) yield { bytes: buffer.subarray(0, filled), offset, isWhole: false }
}
