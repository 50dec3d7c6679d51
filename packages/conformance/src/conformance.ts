// Puts the rules to any test runner: one test a rule, grouped by facet.

import type { Capabilities, Clock } from '@parmap/core'
import type { CreateExecutor } from './executor-shape.ts'
import { FACETS } from './facets.ts'
import { kitTasks, TASKS } from './kit-tasks.ts'
import type { Rule } from './rule.ts'
import { Trial } from './trial.ts'

/** The `test` of a test runner: vitest, node:test, jest, mocha, bun:test, … */
export interface TestFunction {
  /** `limit` is what vitest, jest and bun:test take as the test's own limit, in milliseconds; others ignore it. */
  (title: string, body: () => Promise<void>, limit: number): unknown
  readonly skip: (title: string, body: () => Promise<void>) => unknown
}

/** What {@link conformance} needs. */
export interface ConformanceOptions {
  readonly describe: (title: string, body: () => void) => unknown
  readonly test: TestFunction
  readonly createExecutor: CreateExecutor
  /** Another module of tasks, where workers cannot load the kit's own; it re-exports `@parmap/conformance/tasks`. */
  readonly tasks?: URL | undefined
  /** The clock that the executors have where that is not the host's: the kit waits by it. Timers need not hold the host. */
  readonly clock?: Pick<Clock, 'setTimeout'> | undefined
  /** Milliseconds, of the host's clock, after which a rule is taken to hang; default 10,000. */
  readonly patience?: number | undefined
}

const PATIENCE_MS = 10_000
// So that it is the kit that ends a test that hangs, and says how far it came.
const LONGER_MS = 5_000
const HOST_CLOCK: Pick<Clock, 'setTimeout'> = { setTimeout: (callback, ms) => setTimeout(callback, ms) }

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
 */
export function conformance({ describe, test, createExecutor, tasks: module = TASKS, clock = HOST_CLOCK, patience = PATIENCE_MS }: ConformanceOptions): void {
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
  void executor.close().catch(() => undefined)
  return executor.capabilities
}

