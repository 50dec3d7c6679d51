// The backend that docs/writing-a-backend.md shows keeps the rules: the page's own test file is run by node:test.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { FACETS } from '@parmap/conformance'
import { PAGE_FOLDER } from './support/page-folder.ts'

const RULES = FACETS.flatMap(({ rules }) => rules).length

test('the backend of the page passes the kit, under another test runner', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap', 'my-threads.test.js'], { cwd: fileURLToPath(PAGE_FOLDER), env: environment() })
  const count = (what: string): number => Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(stdout)?.[1])
  expect(count('fail')).toBe(0)
  expect(count('pass') + count('skipped')).toBe(RULES)
}, 120_000)

/** Without what tells a child that it is run by another test runner. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _context, NODE_OPTIONS: _options, ...env } = process.env
  return env
}
