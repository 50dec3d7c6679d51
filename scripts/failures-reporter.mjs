// A reporter for vitest that keeps what has failed, for the end of `npm test`: vitest's JSON has neither the errors of hooks
// nor those that nobody caught, though a run fails by them.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { inspect } from 'node:util'

/** @typedef {{ message?: string, stack?: string }} Failure */
/** @typedef {{ fullName: string, errors(): readonly Failure[] }} Suite */
/** @typedef {{ fullName: string, result(): { errors?: readonly Failure[] } }} Test */
/** @typedef {{ moduleId: string, errors(): readonly Failure[], children: { allSuites(): Iterable<Suite>, allTests(state: 'failed'): Iterable<Test> } }} Module */

/**
 * Where they are kept: an array of texts, each with where it was and why.
 * @param {string} folder of a package
 */
export const failuresOf = (folder) => join(folder, '.vitest', 'failures.json')

/** To be named in the configuration. */
export default class FailuresReporter {
  #folder = process.cwd()

  /** @param {{ config: { root: string } }} vitest */
  onInit({ config }) { this.#folder = config.root }

  /**
   * @param {readonly Module[]} modules
   * @param {readonly Failure[]} uncaught
   */
  onTestRunEnd(modules, uncaught) {
    const path = failuresOf(this.#folder)
    rmSync(path, { force: true })
    const failures = [...modules.flatMap(failuresIn), ...uncaught.map((error) => `an error that nobody caught\n${textOf(error)}`)]
    if (failures.length === 0) return
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(failures))
  }
}

/** @param {Module} module */
function failuresIn(module) {
  const file = relative(process.cwd(), module.moduleId)
  const told = (/** @type {string} */ name, /** @type {readonly Failure[]} */ errors) => (errors.length === 0 ? [] : [`${file}${name}\n${errors.map(textOf).join('\n')}`])
  return [
    ...told('', module.errors()),
    ...[...module.children.allSuites()].flatMap((suite) => told(`: ${suite.fullName}`, suite.errors())),
    ...[...module.children.allTests('failed')].flatMap((test) => told(`: ${test.fullName}`, test.result().errors ?? [])),
  ]
}

/** @param {Failure} error */
function textOf(error) { return error.stack ?? error.message ?? inspect(error) }
