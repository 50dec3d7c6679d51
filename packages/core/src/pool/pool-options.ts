// What every executor with workers of its own can be told, and what it does unless it is told.

import type { OptionRule } from '../options.ts'
import { MAX_TIMER_MS } from '../clock.ts'

/** Options of executors with workers of their own. */
export interface PoolOptions {
  /** The most workers, an integer ≥ 1. Default: the cores that this process may use. */
  readonly workers?: number | undefined
  /** The most items that run at once in each worker, an integer ≥ 1. Default 1; more is for items that wait. */
  readonly concurrencyPerWorker?: number | undefined
  /** Milliseconds after which a worker that has nothing to do ends; ≥ 0 or Infinity. Default 30,000. */
  readonly idleTimeout?: number | undefined
  /** The most items that a worker is given before another takes its place, an integer ≥ 1 or Infinity. Default: no limit. */
  readonly maxItemsPerWorker?: number | undefined
  /** Milliseconds that a worker may take to start, to load a task and to set it up; > 0 or Infinity. Default 30,000. */
  readonly startTimeout?: number | undefined
  /** Milliseconds that an item which was told to stop has, before its worker is killed; ≥ 0. Default 1,000. */
  readonly killGrace?: number | undefined
}

/** The times and bounds of a pool, complete. */
export interface PoolLimits {
  readonly idleTimeout: number
  readonly maxItemsPerWorker: number
  readonly startTimeout: number
  readonly killGrace: number
}

const isNumber = (value: unknown): boolean => typeof value === 'number'
const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1
const isTime = (ms: number): boolean => (ms >= 0 && ms <= MAX_TIMER_MS) || ms === Infinity

/** The rules of these options, for `checkOptions`. */
export const POOL_RULES: Readonly<Record<keyof PoolOptions, OptionRule>> = {
  workers: { rule: 'an integer ≥ 1', type: isNumber, range: isCount },
  concurrencyPerWorker: { rule: 'an integer ≥ 1', type: isNumber, range: isCount },
  idleTimeout: { rule: 'a number of milliseconds ≥ 0 and ≤ 2,147,483,647, or Infinity', type: isNumber, range: isTime },
  maxItemsPerWorker: { rule: 'an integer ≥ 1 or Infinity', type: isNumber, range: (value: number) => isCount(value) || value === Infinity },
  startTimeout: { rule: 'a number of milliseconds > 0 and ≤ 2,147,483,647, or Infinity', type: isNumber, range: (ms: number) => ms > 0 && isTime(ms) },
  killGrace: { rule: 'a number of milliseconds ≥ 0 and ≤ 2,147,483,647', type: isNumber, range: (ms: number) => ms >= 0 && ms <= MAX_TIMER_MS },
}

/** For options that are lists of texts, such as `execArgv`. */
export const TEXTS_RULE: OptionRule = { rule: 'an array of strings', type: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string') }

/** For options that are lists of modules, such as `preload`. */
export const MODULES_RULE: OptionRule = {
  rule: "an array of absolute URLs, such as import.meta.resolve('tsx/esm')",
  type: (value) => Array.isArray(value) && value.every((one) => one instanceof URL || (typeof one === 'string' && URL.canParse(one))),
}

/** The limits with what holds unless they are given. */
export function poolLimits({ idleTimeout = 30_000, maxItemsPerWorker = Infinity, startTimeout = 30_000, killGrace = 1_000 }: PoolOptions): PoolLimits {
  return { idleTimeout, maxItemsPerWorker, startTimeout, killGrace }
}
