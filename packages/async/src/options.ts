// The options of asyncExecutor, checked once at the door.

import { checkOption, checkOptions, CONCURRENCY_RULE, type OptionRule } from '@parmap/core'

/** How many items may start within an interval. */
export interface RateLimit {
  /** Items; an integer ≥ 1. */
  readonly limit: number
  /** Milliseconds; > 0. In no stretch of this length do more than `limit` items start. */
  readonly interval: number
}

/** Options of {@link asyncExecutor}. */
export interface AsyncOptions {
  /** The most items that run at once: an integer ≥ 1 or Infinity. Default 100. May be set later, too. */
  readonly concurrency?: number | undefined
  /** At most so many starts in any stretch of time, retries included. Default: no limit. */
  readonly rateLimit?: RateLimit | undefined
}

/** The options, complete. */
export interface ResolvedAsyncOptions {
  readonly concurrency: number
  readonly rateLimit: RateLimit | undefined
}

const DEFAULT_CONCURRENCY = 100

const isNumber = (value: unknown): boolean => typeof value === 'number'

const ASYNC_RULES: Readonly<Record<keyof AsyncOptions, OptionRule>> = {
  concurrency: CONCURRENCY_RULE,
  rateLimit: { rule: 'an object with `limit` and `interval`', type: (value) => typeof value === 'object' && value !== null },
}

const RATE_LIMIT_RULES: Readonly<Record<keyof RateLimit, OptionRule>> = {
  limit: { rule: 'an integer ≥ 1', type: isNumber, range: (value: number) => Number.isInteger(value) && value >= 1 },
  interval: { rule: 'a number of milliseconds > 0 and ≤ 2,147,483,647', type: isNumber, range: (value: number) => value > 0 && value <= 2_147_483_647 },
}

/** Checks the options and fills in the defaults. @throws TypeError, RangeError naming option, rule and value */
export function resolveAsyncOptions(given: AsyncOptions | undefined): ResolvedAsyncOptions {
  const { concurrency = DEFAULT_CONCURRENCY, rateLimit } = checkOptions('options', given, ASYNC_RULES, '`asyncExecutor`')
  if (rateLimit === undefined) return { concurrency, rateLimit }
  checkOptions('rateLimit', rateLimit, RATE_LIMIT_RULES, '`rateLimit`')
  for (const name of ['limit', 'interval'] as const) if (rateLimit[name] === undefined) checkOption(`rateLimit.${name}`, undefined, RATE_LIMIT_RULES[name])
  return { concurrency, rateLimit }
}
