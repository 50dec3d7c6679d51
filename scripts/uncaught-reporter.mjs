// A reporter for vitest that keeps the errors which nobody caught: its JSON has none of them, though the run fails by them.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Where they are kept.
 * @param {string} folder of a package
 */
export const uncaughtOf = (folder) => join(folder, '.vitest', 'uncaught.json')

/** To be named in the configuration. */
export default class UncaughtReporter {
  #folder = process.cwd()

  /** @param {{ config: { root: string } }} vitest */
  onInit({ config }) { this.#folder = config.root }

  /**
   * @param {unknown} _modules
   * @param {readonly { message: string, stack?: string }[]} errors
   */
  onTestRunEnd(_modules, errors) {
    const path = uncaughtOf(this.#folder)
    rmSync(path, { force: true })
    if (errors.length === 0) return
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(errors.map(({ message, stack }) => `not caught by anybody: ${stack ?? message}`)))
  }
}
