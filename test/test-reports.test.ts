// The sum of `npm test`, from reports of real vitest runs.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetTestReports, sumTestReports } from '../scripts/test-reports.mjs'
import { root } from '../scripts/workspace.mjs'
import { runProgram } from './run-program.ts'

const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const REPORTER = join(root, 'scripts', 'uncaught-reporter.mjs')
const SOURCES = {
  mixed: `import { expect, test } from 'vitest'
test('one', () => { expect(1).toBe(1) })
test('two', () => { expect(1).toBe(2) })
test.skip('three', () => {})`,
  sound: `import { expect, test } from 'vitest'
test('four', () => { expect(1).toBe(1) })`,
  broken: `throw new Error('cannot be loaded')`,
  careless: `import { expect, test } from 'vitest'
test('five', () => { void Promise.reject(new Error('nobody hears')); expect(1).toBe(1) })`,
}

let folder: string
const packages = () => Object.keys(SOURCES).map((name) => join(folder, name))

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parmap-reports-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const [name, source] of Object.entries(SOURCES)) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'a.test.ts'), source)
    const args = [VITEST, 'run', '--root', join(folder, name), '--reporter=json', `--reporter=${REPORTER}`, '--outputFile=.vitest/report.json']
    await runProgram(process.execPath, args).catch(() => 'a failing run is what is wanted')
  }
})
afterAll(() => {
  rmSync(join(folder, 'node_modules'))
  rmSync(folder, { recursive: true })
})

test('the sum counts tests; a test file that cannot be loaded, and an error that nobody caught, as one failure each', () => {
  const { passed, skipped, failures } = sumTestReports(packages())
  expect({ passed, skipped, failed: failures.length }).toEqual({ passed: 3, skipped: 1, failed: 3 })
})

test('of each failure it says where it was, and why', () => {
  expect(sumTestReports(packages()).failures).toEqual([
    expect.stringMatching(/mixed\/a\.test\.ts: two\n.*expected 1 to be 2/u),
    expect.stringMatching(/broken\/a\.test\.ts\ncannot be loaded/u),
    expect.stringMatching(/not caught by anybody: .*nobody hears/u),
  ])
})

test('a package without a report adds nothing', () => {
  expect(sumTestReports([join(folder, 'absent'), join(folder, 'sound')])).toEqual({ passed: 1, skipped: 0, failures: [] })
})

test('forgotten reports do not count', () => {
  forgetTestReports(packages())
  expect(sumTestReports(packages())).toEqual({ passed: 0, skipped: 0, failures: [] })
})
