// The end of the items that nobody wants any more.

import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openInput } from '../src/input/input.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

describe('leaving the items', () => {
  test.skipIf(process.platform === 'win32')('ends a read that waits for a pipe on which nothing comes', async () => {
    const pipe = namedPipe()
    const writer = openSync(pipe, 'r+')
    onTestFinished(() => { closeSync(writer) })
    writeSync(writer, 'a\n')
    const { items } = await openInput({ items: undefined, inputs: [pipe], from: 'lines' })
    expect(await items.next()).toEqual({ done: false, value: 'a' })
    const pending = items.next()
    expect(await items.return()).toEqual({ done: true, value: undefined })
    expect(await pending).toEqual({ done: true, value: undefined })
  })

  test.skipIf(process.platform !== 'linux')('ends a read that waits for the writer of a pipe', async () => {
    const { items } = await openInput({ items: undefined, inputs: [namedPipe()], from: 'lines' })
    const pending = items.next()
    await new Promise(setImmediate)
    expect(await items.return()).toEqual({ done: true, value: undefined })
    expect(await pending).toEqual({ done: true, value: undefined })
  })
})

function namedPipe(): string {
  const pipe = join(temporaryFolder(), 'pipe')
  execFileSync('bash', ['-c', 'mkfifo "$0"', pipe])
  return pipe
}
