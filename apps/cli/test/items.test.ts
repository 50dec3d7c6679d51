// The end of the items that nobody wants any more.

import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openInput } from '../src/input/input.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

test.skipIf(process.platform === 'win32')('leaving the items ends a read that waits for a pipe on which nothing comes', async () => {
  const pipe = join(temporaryFolder(), 'pipe')
  execFileSync('mkfifo', [pipe])
  const writer = openSync(pipe, 'r+')
  onTestFinished(() => { closeSync(writer) })
  writeSync(writer, 'a\n')
  const { items } = await openInput({ items: undefined, inputs: [pipe], from: 'lines' })
  expect(await items.next()).toEqual({ done: false, value: 'a' })
  const pending = items.next()
  expect(await items.return()).toEqual({ done: true, value: undefined })
  expect(await pending).toEqual({ done: true, value: undefined })
})
