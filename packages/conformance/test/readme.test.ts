// The test file that the readme shows runs under node:test, and prints what the readme says.

import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const FOLDER = new URL('../.vitest/readme/', import.meta.url)
const [, source = '', printed = ''] = /^```js\n(.*?)^```\n\n```text\n(.*?)^```\n/ms.exec(await readFile(new URL('../README.md', import.meta.url), 'utf8')) ?? []

test('the test file of the readme passes, and prints what the readme says', async () => {
  await mkdir(FOLDER, { recursive: true })
  await writeFile(new URL('my-executor.test.js', FOLDER), source)
  const { NODE_TEST_CONTEXT: _context, NODE_OPTIONS: _options, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', '--test-reporter=spec', 'my-executor.test.js'], { cwd: fileURLToPath(FOLDER), env })
  const lines = printed.split('\n').filter((line) => /[▶✔]/u.test(line))
  expect(lines.length).toBeGreaterThan(2)
  for (const line of lines) expect(stdout).toContain(line)
}, 120_000)
