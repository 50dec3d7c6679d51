// The reports that vitest leaves in each package, and their sum. Turbo keeps them with what it remembers of a run, so a
// remembered run counts as well.

import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** @param {string} folder */
const reportOf = (folder) => join(folder, '.vitest', 'report.json')

/**
 * Deletes the reports of earlier runs.
 * @param {readonly string[]} folders of packages
 */
export function forgetTestReports(folders) {
  for (const folder of folders) rmSync(reportOf(folder), { force: true })
}

/**
 * Adds up the reports that are there. A test file that could not be loaded counts as one failure.
 * @param {readonly string[]} folders of packages
 */
export function sumTestReports(folders) {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const report of folders.map(reportOf).filter((path) => existsSync(path))) {
    /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, testResults: { status: string, assertionResults: { status: string }[] }[] }} */
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'))
    sum.passed += numPassedTests
    sum.failed += numFailedTests + broken.length
    sum.skipped += numPendingTests + numTodoTests
  }
  return sum
}
