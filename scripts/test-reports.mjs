// The reports that vitest leaves in each package, and their sum. Turbo keeps them with what it remembers of a run, so a
// remembered run counts as well.

import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { failuresOf } from './failures-reporter.mjs'

/** @param {string} folder */
const reportOf = (folder) => join(folder, '.vitest', 'report.json')

/**
 * Deletes the reports of earlier runs.
 * @param {readonly string[]} folders of packages
 */
export function forgetTestReports(folders) {
  for (const folder of folders) for (const report of [reportOf(folder), failuresOf(folder)]) rmSync(report, { force: true })
}

/**
 * Adds up the reports that are there.
 * @param {readonly string[]} folders of packages
 * @returns the counts, and what is to be said of each failure, of a test, a hook, a test file, or of nobody: where it was, and why
 */
export function sumTestReports(folders) {
  const sum = { passed: 0, skipped: 0, failures: /** @type {string[]} */ ([]) }
  for (const folder of folders) {
    if (existsSync(reportOf(folder))) {
      /** @type {{ numPassedTests: number, numPendingTests: number, numTodoTests: number }} */
      const { numPassedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(reportOf(folder), 'utf8'))
      sum.passed += numPassedTests
      sum.skipped += numPendingTests + numTodoTests
    }
    if (existsSync(failuresOf(folder))) sum.failures.push(...JSON.parse(readFileSync(failuresOf(folder), 'utf8')))
  }
  return sum
}
