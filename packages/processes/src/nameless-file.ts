// A file that is gone from its folder as soon as it is open: it lasts as long as somebody has it open.

import { randomUUID } from 'node:crypto'
import { closeSync, openSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Its descriptor; undefined where none can be made, e.g. where nothing can be written. */
export function namelessFile(): number | undefined {
  const path = join(tmpdir(), `parmap-${randomUUID()}`)
  let fd: number | undefined = undefined
  try {
    fd = openSync(path, 'wx+', 0o600)
    unlinkSync(path)
    return fd
  } catch {
    if (fd !== undefined) closeSync(fd)
    return undefined
  }
}
