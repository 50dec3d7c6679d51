// Runs a program from a file to a file, as a shell does, and tells what it has printed.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The SHA-256 of its output: reading that costs every contender the same. @throws where it does not end with 0 */
export async function runFilter([file, ...args]: readonly [string, ...string[]], input: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'parmap-filter-'))
  const path = join(folder, 'output')
  const [stdin, stdout] = [openSync(input, 'r'), openSync(path, 'w')]
  try {
    const [code] = (await once(spawn(file, args, { stdio: [stdin, stdout, 'ignore'] }), 'exit')) as [number | null]
    if (code !== 0) throw new Error(`${file} ended with ${code ?? 'a signal'}`)
    return createHash('sha256').update(readFileSync(path)).digest('hex')
  } finally {
    closeSync(stdin)
    closeSync(stdout)
    rmSync(folder, { recursive: true })
  }
}
