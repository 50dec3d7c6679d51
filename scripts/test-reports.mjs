// The reports that vitest leaves in each package, and their sum. Turbo keeps them with what it remembers of a run, so a
// remembered run counts as well.

import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { uncaughtOf } from './uncaught-reporter.mjs'

/** @typedef {{ status: string, fullName: string, failureMessages?: string[] }} Test */
/** @typedef {{ name: string, status: string, message: string, assertionResults: Test[] }} TestFile */
/** @typedef {{ numPassedTests: number, numPendingTests: number, numTodoTests: number, testResults: TestFile[] }} Report */

/** @param {string} folder */
const reportOf = (folder) => join(folder, '.vitest', 'report.json')

/**
 * Deletes the reports of earlier runs.
 * @param {readonly string[]} folders of packages
 */
export function forgetTestReports(folders) {
  for (const folder of folders) for (const report of [reportOf(folder), uncaughtOf(folder)]) rmSync(report, { force: true })
}

/**
 * Adds up the reports that are there. A test file that could not be loaded counts as one failure, and so does an error that
 * nobody caught.
 * @param {readonly string[]} folders of packages
 * @returns the counts, and what is to be said of each failure: where it was, and why
 */
export function sumTestReports(folders) {
  const sum = { passed: 0, skipped: 0, failures: /** @type {string[]} */ ([]) }
  for (const folder of folders) {
    if (existsSync(reportOf(folder))) {
      /** @type {Report} */
      const { numPassedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(reportOf(folder), 'utf8'))
      sum.passed += numPassedTests
      sum.skipped += numPendingTests + numTodoTests
      sum.failures.push(...testResults.filter(({ status }) => status === 'failed').flatMap(failuresIn))
    }
    if (existsSync(uncaughtOf(folder))) sum.failures.push(...JSON.parse(readFileSync(uncaughtOf(folder), 'utf8')))
  }
  return sum
}

/** @param {TestFile} file */
function failuresIn({ name, message, assertionResults }) {
  const file = relative(process.cwd(), name)
  const failed = assertionResults.filter(({ status }) => status === 'failed')
  if (failed.length === 0) return [`${file}\n${message}`]
  return failed.map(({ fullName, failureMessages = [] }) => `${file}: ${fullName}\n${failureMessages.join('\n')}`)
}
