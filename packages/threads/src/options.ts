// The options of threadExecutor, checked once at the door.

import { checkOptions, type OptionRule } from '@parmap/core'
import { defaultWorkers, MODULES_RULE, POOL_RULES, poolLimits, TEXTS_RULE, type PoolLimits, type PoolOptions } from '@parmap/core/pool'
import { SHARE_ENV } from 'node:worker_threads'

/** What a thread may use, in megabytes, as `node:worker_threads` has it. (Its types are not to be asked for by ours.) */
export interface ResourceLimits {
  readonly maxOldGenerationSizeMb?: number | undefined
  readonly maxYoungGenerationSizeMb?: number | undefined
  readonly codeRangeSizeMb?: number | undefined
  readonly stackSizeMb?: number | undefined
}

/** The environment of a thread, or `SHARE_ENV` of `node:worker_threads`. */
type Environment = Readonly<Record<string, string | undefined>> | symbol

/** Options of {@link threadExecutor}. */
export interface ThreadOptions extends PoolOptions {
  /** What each thread may use. Default: what V8 gives it. */
  readonly resourceLimits?: ResourceLimits | undefined
  /** The environment of the threads: their `process.env`. Default: a copy of the caller's. */
  readonly env?: Environment | undefined
  /** Node's options for the threads. Default: the caller's. */
  readonly execArgv?: readonly string[] | undefined
  /** Absolute URLs of modules that each thread imports before anything else, e.g. what registers a loader. Default: none. */
  readonly preload?: readonly (string | URL)[] | undefined
}

/** How a thread is made. */
export interface ThreadSetup {
  readonly resourceLimits: ResourceLimits | undefined
  readonly env: Environment | undefined
  readonly execArgv: readonly string[] | undefined
  readonly preload: readonly string[]
}

/** The options, complete. */
export interface ResolvedThreadOptions {
  readonly workers: number
  readonly slots: number
  readonly limits: PoolLimits
  readonly thread: ThreadSetup
}

const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

// Node ignores what it does not know, and what is no number.
const LIMITS: readonly (keyof ResourceLimits)[] = ['maxOldGenerationSizeMb', 'maxYoungGenerationSizeMb', 'codeRangeSizeMb', 'stackSizeMb']
const areLimits = (limits: ResourceLimits): boolean => Object.entries(limits).every(([name, value]: [string, unknown]) => (LIMITS as readonly string[]).includes(name) && (value === undefined || (typeof value === 'number' && value > 0)))

const THREAD_RULES: Readonly<Record<keyof ThreadOptions, OptionRule>> = {
  ...POOL_RULES,
  resourceLimits: { rule: `an object with numbers > 0 for some of ${LIMITS.join(', ')}`, type: isRecord, range: areLimits },
  env: { rule: 'an object, or SHARE_ENV of node:worker_threads', type: (value) => isRecord(value) || value === SHARE_ENV },
  execArgv: TEXTS_RULE,
  preload: MODULES_RULE,
}

/** Checks the options and fills in the defaults. @throws TypeError, RangeError naming option, rule and value */
export function resolveThreadOptions(given: ThreadOptions | undefined): ResolvedThreadOptions {
  const options = checkOptions('options', given, THREAD_RULES, '`threadExecutor`')
  const { workers, concurrencyPerWorker: slots = 1, resourceLimits, env, execArgv, preload = [] } = options
  const most = defaultWorkers('threads')
  return { workers: workers ?? most, slots, limits: poolLimits(options), thread: { resourceLimits, env, execArgv, preload: preload.map(String) } }
}
