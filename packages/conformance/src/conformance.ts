// Puts the rules to any test runner: one test a rule, grouped by facet.

import { checkOption, type Capabilities, type Executor, type OptionRule } from '@parmap/core'
import type { CreateExecutor } from './executor-shape.ts'
import { FACETS } from './facets.ts'
import { kitTasks } from './kit-tasks.ts'
import { resolveConformanceOptions, type ConformanceOptions } from './options.ts'
import type { Rule } from './rule.ts'
import { Trial } from './trial.ts'

// So that it is the kit that ends a test that hangs, and says how far it came.
const LONGER_MS = 5_000
const EXECUTOR: OptionRule = { rule: 'an executor', type: (value) => typeof value === 'object' && value !== null && typeof (value as Partial<Executor>).close === 'function' && 'capabilities' in value }

/**
 * Tests whether an executor keeps the rules of docs/contract.md, each in a test of its own whose title begins with the
 * rule's number. A rule that the executor's `capabilities` make void is skipped, with the reason in its title.
 *
 * ```ts
 * import { describe, test } from 'node:test'
 * import { conformance } from '@parmap/conformance'
 * import { asyncExecutor } from '@parmap/async'
 *
 * conformance({ describe, test, createExecutor: ({ workers, slots }) => asyncExecutor({ concurrency: workers * slots }) })
 * ```
 *
 * @throws TypeError, RangeError for a wrong option, or where `createExecutor` makes no executor
 */
export function conformance(options: ConformanceOptions): void {
  const { describe, test, createExecutor, tasks: module, clock, patience } = resolveConformanceOptions(options)
  const tasks = kitTasks(module)
  const capabilities = capabilitiesOf(createExecutor)
  for (const { title, rules } of FACETS) {
    describe(title, () => {
      for (const one of rules) register(one)
    })
  }

  function register({ number, title, need, test: body }: Rule): void {
    const reason = need(capabilities)
    if (reason === undefined) test(`${number} ${title}`, async () => { await new Trial({ createExecutor, capabilities, tasks, module, clock, patience }).run(body) }, patience + LONGER_MS)
    else {
      console.info(`skipped: ${number} ${title} (${reason})`)
      test.skip(`${number} ${title} (skipped: ${reason})`, async () => undefined)
    }
  }
}

/** Of one that is made for the purpose: an executor starts nothing before it is used. */
function capabilitiesOf(createExecutor: CreateExecutor): Capabilities {
  const executor = createExecutor({ workers: 1, slots: 1 })
  checkOption('what createExecutor returns', executor, EXECUTOR)
  void executor.close().catch(() => undefined) // rule 8.1 and its like tell what is wrong with it
  return executor.capabilities
}

