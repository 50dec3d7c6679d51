// The options of the kit, checked once at the door.

import { checkOption, checkOptions, type Clock, type OptionRule } from '@parmap/core'
import type { CreateExecutor } from './executor-shape.ts'
import { TASKS } from './kit-tasks.ts'

/** The `test` of a test runner: vitest, node:test, jest, mocha, bun:test, … */
export interface TestFunction {
  /** `limit` is what vitest, jest and bun:test take as the test's own limit, in milliseconds; others ignore it. */
  (title: string, body: () => Promise<void>, limit: number): unknown
  readonly skip: (title: string, body: () => Promise<void>) => unknown
}

/** What `conformance` needs. */
export interface ConformanceOptions {
  readonly describe: (title: string, body: () => void) => unknown
  readonly test: TestFunction
  readonly createExecutor: CreateExecutor
  /** Another module of tasks, where workers cannot load the kit's own; it re-exports `@parmap/conformance/tasks`. */
  readonly tasks?: URL | undefined
  /** The clock that the executors have where that is not the host's: the kit waits by it. Timers need not hold the host. */
  readonly clock?: KitClock | undefined
  /** Milliseconds, of the host's clock, after which a rule is taken to hang; default 10,000. */
  readonly patience?: number | undefined
}

/** What the kit needs of a clock. */
export type KitClock = Pick<Clock, 'setTimeout' | 'clearTimeout'>

/** The options, complete. */
export type ResolvedOptions = Readonly<{ [K in keyof ConformanceOptions]-?: Exclude<ConformanceOptions[K], undefined> }>

const PATIENCE_MS = 10_000
const HOST_CLOCK: KitClock = {
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (timer) => { clearTimeout(timer as number) },
}

const isFunction = (value: unknown): boolean => typeof value === 'function'
const FUNCTION: OptionRule = { rule: 'a function', type: isFunction }

const RULES: Readonly<Record<keyof ConformanceOptions, OptionRule>> = {
  describe: FUNCTION,
  test: { rule: 'a function with a method `skip`', type: (value) => isFunction(value) && isFunction((value as Partial<TestFunction>).skip) },
  createExecutor: FUNCTION,
  tasks: { rule: 'a URL', type: (value) => value instanceof URL },
  clock: { rule: 'a clock', type: (value) => typeof value === 'object' && value !== null && isFunction((value as Partial<Clock>).setTimeout) && isFunction((value as Partial<Clock>).clearTimeout) },
  patience: { rule: 'a number of milliseconds > 0', type: (value) => typeof value === 'number', range: (ms: number) => ms > 0 },
}

/** Checks the options and fills in the defaults. @throws TypeError, RangeError naming option, rule and value */
export function resolveConformanceOptions(given: ConformanceOptions): ResolvedOptions {
  const { tasks = TASKS, clock = HOST_CLOCK, patience = PATIENCE_MS, ...required } = checkOptions('options', given, RULES, '`conformance`')
  for (const name of ['describe', 'test', 'createExecutor'] as const) checkOption(name, required[name], RULES[name])
  return { ...(required as ConformanceOptions), tasks, clock, patience }
}
