// Opens what a path names to be written to, of whatever kind. A named pipe is not written as a file: that would wait in a
// thread, which no exit can interrupt, and pile up what a slow reader does not take.

import { once } from 'node:events'
import { constants, createWriteStream, open } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { codeOf } from '../errors.ts'

const LOOK_MS = 50
const NOTICE_MS = 2_000

// Not a FileHandle: once that is garbage, it closes its descriptor, whoever writes to it.
const openDescriptor: (path: string, flags: number) => Promise<number> = promisify(open)

/**
 * Opens it before anything runs: that it cannot be is no reason to have run for hours. A named pipe is waited for until
 * someone reads it, as a shell does for `> pipe`.
 * @param tell takes a notice, where that takes long
 * @param mode of a file that is not there yet
 */
export async function openSink(path: string, tell: (text: string) => void, mode?: number): Promise<Writable> {
  const stats = await stat(path).catch(() => undefined) // it need not be there
  if (stats?.isFIFO() === true) return new Socket({ fd: await openPipe(path, tell), readable: false })
  const stream = createWriteStream(path, mode === undefined ? {} : { mode })
  await once(stream, 'open')
  return stream
}

async function openPipe(path: string, tell: (text: string) => void): Promise<number> {
  const notice = setTimeout(() => { tell(`waiting for someone to read ${path}, which is a named pipe`) }, NOTICE_MS)
  try {
    for (;; await sleep(LOOK_MS)) {
      try {
        return await openDescriptor(path, constants.O_WRONLY | constants.O_NONBLOCK)
      } catch (error) {
        if (codeOf(error) !== 'ENXIO') throw error // nobody reads it yet
      }
    }
  } finally {
    clearTimeout(notice)
  }
}
