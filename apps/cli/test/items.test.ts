// The end of the items that nobody wants any more.

import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openInput } from '../src/input/input.ts'
import type { InputRequest } from '../src/options/input-options.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

describe('leaving the items', () => {
  test.skipIf(process.platform === 'win32')('ends a read that waits for a pipe on which nothing comes', async () => {
    const pipe = namedPipe()
    const writer = openSync(pipe, 'r+')
    onTestFinished(() => { closeSync(writer) })
    writeSync(writer, 'a\n')
    const { items } = await openInput(linesOf(pipe))
    expect(await items.next()).toMatchObject({ index: 0, value: 'a' })
    const pending = items.next()
    await items.leave()
    expect(await pending).toBeUndefined()
  })

  test.skipIf(process.platform !== 'linux')('ends a read that waits for the writer of a pipe', async () => {
    const { items } = await openInput(linesOf(namedPipe()))
    const pending = items.next()
    await new Promise(setImmediate)
    await items.leave()
    expect(await pending).toBeUndefined()
  })
})

const linesOf = (path: string): InputRequest => {
  return { items: undefined, inputs: [path], isStdinImplied: false, from: 'lines', delimiter: undefined, hasHeader: false, perCall: undefined, mostItemBytes: undefined, limit: undefined, onParseError: 'fail', isForCommands: false }
}

function namedPipe(): string {
  const pipe = join(temporaryFolder(), 'pipe')
  execFileSync('bash', ['-c', 'mkfifo "$0"', pipe])
  return pipe
}
