// What a real command gets for arguments, and a real shell for a line.

import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './temporary-folder.ts'

/** The words that `sh` makes of a line which is to end in words, by way of `printf`. */
export function wordsOf(line: Buffer | string, shell = '/bin/sh'): Buffer[] {
  const script = join(temporaryFolder(), 'script')
  writeFileSync(script, Buffer.concat([Buffer.from("printf '%s\\0' "), Buffer.from(line as Buffer)]))
  const file = openSync(script, 'r')
  const printed = execFileSync(shell, [], { stdio: [file, 'pipe', 'inherit'] })
  closeSync(file)
  return split(printed)
}

/** What was printed, cut after each NUL. */
export function split(printed: Buffer): Buffer[] {
  const words: Buffer[] = []
  for (let start = 0; start < printed.length;) {
    const end = printed.indexOf(0, start)
    words.push(printed.subarray(start, end))
    start = end + 1
  }
  return words
}
