// The sum of `npm test`, from reports of real vitest runs.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetTestReports, sumTestReports } from '../scripts/test-reports.mjs'
import { root } from '../scripts/workspace.mjs'
import { runProgram } from './run-program.ts'

const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const REPORTER = join(root, 'scripts', 'failures-reporter.mjs')
const SOURCES = {
  mixed: `import { expect, test } from 'vitest'
test('one', () => { expect(1).toBe(1) })
test('two', () => { expect(1).toBe(2) })
test.skip('three', () => {})`,
  sound: `import { expect, test } from 'vitest'
test('four', () => { expect(1).toBe(1) })`,
  broken: `throw new Error('cannot be loaded')`,
  careless: `import { expect, test } from 'vitest'
test('five', () => { void Promise.reject(new Error('nobody hears')); void Promise.reject({ odd: 1 }); expect(1).toBe(1) })`,
  hooked: `import { afterAll, expect, test } from 'vitest'
afterAll(() => { throw new Error('left over') })
test('six', () => { expect(1).toBe(1) })`,
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

test('the sum counts tests; a test file that cannot be loaded, a hook that fails, and an error that nobody caught, are a failure each', () => {
  const { passed, skipped, failures } = sumTestReports(packages())
  expect({ passed, skipped, failed: failures.length }).toEqual({ passed: 4, skipped: 1, failed: 5 })
})

test('of each failure it says where it was, and why', () => {
  expect(sumTestReports(packages()).failures).toEqual([
    expect.stringMatching(/mixed\/a\.test\.ts: two\n.*expected 1 to be 2/u),
    expect.stringMatching(/broken\/a\.test\.ts\n.*cannot be loaded/u),
    expect.stringMatching(/nobody caught\n.*nobody hears/u),
    expect.stringMatching(/nobody caught\n[^]*odd: 1/u),
    expect.stringMatching(/hooked\/a\.test\.ts\n.*left over/u),
  ])
})

test('a package without a report adds nothing', () => {
  expect(sumTestReports([join(folder, 'absent'), join(folder, 'sound')])).toEqual({ passed: 1, skipped: 0, failures: [] })
})

test('forgotten reports do not count', () => {
  forgetTestReports(packages())
  expect(sumTestReports(packages())).toEqual({ passed: 0, skipped: 0, failures: [] })
})
