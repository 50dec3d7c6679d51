// The options of processExecutor, checked once at the door.

import { checkOptions, type OptionRule } from '@parmap/core'
import { defaultWorkers, MODULES_RULE, POOL_RULES, poolLimits, TEXTS_RULE, type PoolLimits, type PoolOptions } from '@parmap/core/pool'
import { inheritedExecArgv } from './exec-argv.ts'

/** Options of {@link processExecutor}. */
export interface ProcessOptions extends PoolOptions {
  /** Bytes of memory (resident set) beyond which another process takes the place of one, once its items have ended; > 0. Default: no limit. */
  readonly maxMemory?: number | undefined
  /** The environment of the processes. Default: the caller's. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Node's options for the processes. Default: the caller's, without those for its debugger and for code on its command line. */
  readonly execArgv?: readonly string[] | undefined
  /** Absolute URLs of modules that each process imports before anything else, e.g. what registers a loader. Default: none. */
  readonly preload?: readonly (string | URL)[] | undefined
}

/** How a process is made. */
export interface ChildSetup {
  readonly maxMemory: number
  readonly env: Readonly<Record<string, string | undefined>> | undefined
  readonly execArgv: readonly string[]
  readonly preload: readonly string[]
}

/** The options, complete. */
export interface ResolvedProcessOptions {
  readonly workers: number
  readonly slots: number
  readonly limits: PoolLimits
  readonly child: ChildSetup
}

const PROCESS_RULES: Readonly<Record<keyof ProcessOptions, OptionRule>> = {
  ...POOL_RULES,
  maxMemory: { rule: 'a number of bytes > 0', type: (value) => typeof value === 'number', range: (bytes: number) => bytes > 0 },
  env: { rule: 'an object', type: (value) => typeof value === 'object' && value !== null && !Array.isArray(value) },
  execArgv: TEXTS_RULE,
  preload: MODULES_RULE,
}

/** Checks the options and fills in the defaults. @throws TypeError, RangeError naming option, rule and value */
export function resolveProcessOptions(given: ProcessOptions | undefined): ResolvedProcessOptions {
  const options = checkOptions('options', given, PROCESS_RULES, '`processExecutor`')
  const { workers, concurrencyPerWorker: slots = 1, maxMemory = Infinity, env, execArgv = inheritedExecArgv(process.execArgv), preload = [] } = options
  const most = defaultWorkers('processes')
  return { workers: workers ?? most, slots, limits: poolLimits(options), child: { maxMemory, env, execArgv, preload: preload.map(String) } }
}
