// Opens what a path names, of whatever kind. What may keep its reader waiting is not read as a file: that would wait in a
// thread, which no exit can interrupt.

import { constants, createReadStream, open, type Stats } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { isatty, ReadStream } from 'node:tty'
import { promisify } from 'node:util'

// Not a FileHandle: once that is garbage, it closes its descriptor, whoever reads from it.
const openDescriptor: (path: string, flags: number) => Promise<number> = promisify(open)

// Opening a named pipe waits for its writer, in a thread. Linux can wait later, where it reads; elsewhere a pipe that has
// no writer yet looks like one that has ended.
const PIPE_FLAGS = process.platform === 'linux' ? constants.O_RDONLY | constants.O_NONBLOCK : constants.O_RDONLY

/** The bytes of a file, a named pipe, `<(command)` or a terminal. */
export async function openFile(path: string, stats: Stats): Promise<Readable> {
  if (stats.isFIFO()) return new Socket({ fd: await openDescriptor(path, PIPE_FLAGS), writable: false })
  if (!stats.isCharacterDevice()) return createReadStream(path)
  const fd = await openDescriptor(path, constants.O_RDONLY)
  return isatty(fd) ? new ReadStream(fd) : createReadStream(path, { fd })
}
