// The sum of `npm test`, from reports of real vitest runs.

import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { forgetTestReports, sumTestReports } from '../scripts/test-reports.mjs'
import { root } from '../scripts/workspace.mjs'
import { runProgram } from './run-program.ts'

const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const SOURCES = {
  mixed: `import { expect, test } from 'vitest'
test('one', () => { expect(1).toBe(1) })
test('two', () => { expect(1).toBe(2) })
test.skip('three', () => {})`,
  sound: `import { expect, test } from 'vitest'
test('four', () => { expect(1).toBe(1) })`,
  broken: `throw new Error('cannot be loaded')`,
}

let folder: string
const packages = () => Object.keys(SOURCES).map((name) => join(folder, name))

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parmap-reports-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const [name, source] of Object.entries(SOURCES)) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'a.test.ts'), source)
    const args = [VITEST, 'run', '--root', join(folder, name), '--reporter=json', '--outputFile=.vitest/report.json']
    await runProgram(process.execPath, args).catch(() => 'a failing run is what is wanted')
  }
})
afterAll(() => {
  rmSync(join(folder, 'node_modules'))
  rmSync(folder, { recursive: true })
})

test('the sum counts tests, and a test file that cannot be loaded as one failure', () => {
  expect(sumTestReports(packages())).toEqual({ passed: 2, failed: 2, skipped: 1 })
})

test('a package without a report adds nothing', () => {
  expect(sumTestReports([join(folder, 'absent'), join(folder, 'sound')])).toEqual({ passed: 1, failed: 0, skipped: 0 })
})

test('forgotten reports do not count', () => {
  const report = join(folder, 'mixed', '.vitest', 'report.json')
  expect(existsSync(report)).toBe(true)
  forgetTestReports([join(folder, 'mixed')])
  expect(existsSync(report)).toBe(false)
})
