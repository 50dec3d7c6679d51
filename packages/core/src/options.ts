// The options of a run: their defaults in one table, checked once at the door. Inner code gets RunOptions.

import { MAX_TIMER_MS } from './clock.ts'
import type { Retries } from './engine/retry.ts'
import type { Progress } from './engine/progress.ts'
import { expected } from './errors.ts'
import { nearest } from './nearest.ts'
import type { ErrorMode, Outcome } from './outcome.ts'
import type { Skip } from './skip.ts'

/** Options of `submit`, and of every other verb. */
export interface SubmitOptions {
  /** Ends the run with `signal.reason`: nothing more is read, what runs is stopped. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds that each attempt of an item may run; > 0, at most 2³¹ − 1, or Infinity. Default: no limit. */
  readonly timeout?: number | undefined
  /** Extra attempts for items that fail, an integer ≥ 0 or Infinity; or how to make them. Default: 0. */
  readonly retries?: number | Retries | undefined
  /** Runs with a higher number get free slots first; equal ones in turn. Any finite number, default 0. */
  readonly priority?: number | undefined
  /** Running an item twice does no harm: items lost with their worker are sent again, at most 3 times. Default: false. */
  readonly idempotent?: boolean | undefined
}

/** Options of `map`, `imap`, `imapUnordered` and `forEach`. */
export interface MapOptions<O = unknown, M extends ErrorMode | undefined = ErrorMode | undefined> extends SubmitOptions {
  /** The most items of this run that run at once: an integer ≥ 1 or Infinity. Default, and upper bound: the executor's. */
  readonly concurrency?: number | undefined
  /** The most items that travel together: an integer ≥ 1, or `'auto'` (default) to follow the measured work. Changes no result. */
  readonly batchSize?: number | 'auto' | undefined
  /**
   * The most items read and not yet handed over: an integer ≥ 1. Caps concurrency and batch size. Default for `imap`
   * and `imapUnordered`: min(65,536, max(2 × concurrency, two batches per worker)); for `map` and `forEach`, where an
   * item is handed over when it ends: none.
   */
  readonly window?: number | undefined
  /** `'stop'` (default) at the first failure, `'collect'` all failures, or `'settle'` for records. */
  readonly errors?: M
  /**
   * Called at the start, at the end, and at most ten times a second in between. If it throws, the run ends. A promise
   * that it returns is not waited for; while the run lasts, its rejection is as good as a throw, later it is ignored.
   */
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Called the moment an item ends, in completion order. If it throws, the run ends; promises as with `onProgress`. */
  readonly onOutcome?: ((outcome: Outcome<Exclude<O, Skip>>) => void) | undefined
}

/** Options of `forEach`: it keeps no records, so with `errors: 'settle'` failures are told to `onOutcome`, and nowhere else. */
export type ForEachOptions<O = unknown> =
  | MapOptions<O, 'stop' | 'collect' | undefined>
  | (MapOptions<O, 'settle'> & { readonly errors: 'settle'; readonly onOutcome: (outcome: Outcome<Exclude<O, Skip>>) => void })

/** The options of a run, checked and complete. @internal */
export interface RunOptions {
  readonly signal: AbortSignal | undefined
  readonly timeout: number | undefined
  readonly retries: Retries
  readonly priority: number
  readonly idempotent: boolean
  /** What the caller asked for; the executor's own bound comes on top. */
  readonly concurrency: number
  readonly batchSize: number | 'auto'
  /** Undefined: the default of its verb. */
  readonly window: number | undefined
  readonly errors: ErrorMode
  readonly onProgress: ((progress: Progress) => void) | undefined
  readonly onOutcome: ((outcome: Outcome<never>) => void) | undefined
}

/** The methods of an executor that start a run. @internal */
export type Verb = 'map' | 'imap' | 'imapUnordered' | 'forEach' | 'submit'

/** For backends: what the value of an option must be, in words and as a test. RangeErrors are for values of the right type. */
export interface OptionRule {
  readonly rule: string
  readonly type: (value: unknown) => boolean
  readonly range?: (value: never) => boolean
}

const isNumber = (value: unknown): boolean => typeof value === 'number'
const isFunction = (value: unknown): boolean => typeof value === 'function'
const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1
const isCountOrInfinite = (value: number): boolean => value === Infinity || isCount(value)
const isDelay = (value: number): boolean => value >= 0 && value <= MAX_TIMER_MS
const isLimit = (value: number): boolean => value === Infinity || (Number.isInteger(value) && value >= 0)

/** For backends: the rule for everything that bounds how much runs at once. */
export const CONCURRENCY_RULE: OptionRule = { rule: 'an integer ≥ 1 or Infinity', type: isNumber, range: isCountOrInfinite }

const SUBMIT_RULES: Readonly<Record<keyof SubmitOptions, OptionRule>> = {
  signal: { rule: 'an AbortSignal', type: isSignal },
  timeout: {
    rule: 'a number of milliseconds > 0 and ≤ 2,147,483,647, or Infinity',
    type: isNumber,
    range: (ms: number) => ms > 0 && (ms <= MAX_TIMER_MS || ms === Infinity),
  },
  retries: {
    rule: 'an integer ≥ 0, Infinity or an object with a `limit`',
    type: (value) => isNumber(value) || (typeof value === 'object' && value !== null),
    range: (value: number | Retries) => typeof value !== 'number' || isLimit(value),
  },
  priority: { rule: 'a finite number', type: isNumber, range: Number.isFinite },
  idempotent: { rule: 'a boolean', type: (value) => typeof value === 'boolean' },
}

const MAP_RULES: Readonly<Record<keyof MapOptions, OptionRule>> = {
  ...SUBMIT_RULES,
  concurrency: CONCURRENCY_RULE,
  batchSize: {
    rule: "an integer ≥ 1 or 'auto'",
    type: (value) => isNumber(value) || value === 'auto',
    range: (value: number | 'auto') => value === 'auto' || isCount(value),
  },
  window: { rule: 'an integer ≥ 1', type: isNumber, range: isCount },
  errors: { rule: "'stop', 'collect' or 'settle'", type: (value) => value === 'stop' || value === 'collect' || value === 'settle' },
  onProgress: { rule: 'a function', type: isFunction },
  onOutcome: { rule: 'a function', type: isFunction },
}

const RETRIES_RULES: Readonly<Record<keyof Retries, OptionRule>> = {
  limit: { rule: 'an integer ≥ 0 or Infinity', type: isNumber, range: isLimit },
  delay: {
    rule: 'a number of milliseconds ≥ 0 and ≤ 2,147,483,647, or a function',
    type: (value) => isNumber(value) || isFunction(value),
    range: (value: unknown) => typeof value !== 'number' || isDelay(value),
  },
  retryIf: { rule: 'a function', type: isFunction },
}

/** For backends: checks one value. @throws TypeError, RangeError naming option, rule and value */
export function checkOption(name: string, value: unknown, { rule, type, range }: OptionRule): void {
  if (!type(value)) throw expected(name, rule, value)
  if (range !== undefined && !range(value as never)) throw expected(name, rule, value, RangeError)
}

/**
 * For backends: checks an options object against a table of rules. Unknown names are refused, naming the nearest.
 * @throws TypeError, RangeError naming option, rule and value
 */
export function checkOptions<T extends object>(name: string, options: T | undefined, rules: Readonly<Record<string, OptionRule>>, where: string): Partial<T> {
  if (options === undefined) return {}
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw expected(name, 'an object', options)
  for (const [key, value] of Object.entries(options)) {
    const rule = rules[key]
    if (rule === undefined || !Object.hasOwn(rules, key)) {
      const meant = nearest(key, Object.keys(rules))
      throw new TypeError(`Unknown option \`${key}\` for ${where}; ${meant === undefined ? `there are ${Object.keys(rules).join(', ')}` : `did you mean \`${meant}\`?`}`)
    }
    if (value !== undefined) checkOption(name === 'options' ? key : `${name}.${key}`, value, rule)
  }
  return options
}

/**
 * Checks the options of one call and fills in the defaults.
 * @throws TypeError, RangeError naming option, rule and value
 */
export function resolveOptions(verb: Verb, given: MapOptions<never> | undefined): RunOptions {
  const options: MapOptions<never> = checkOptions('options', given, verb === 'submit' ? SUBMIT_RULES : MAP_RULES, `\`${verb}\``)
  const { retries = 0, timeout = Infinity, errors = 'stop', batchSize = 'auto', signal, onProgress, onOutcome } = options
  if (verb === 'forEach' && errors === 'settle' && onOutcome === undefined) throw expected('errors', "'stop' or 'collect' for `forEach` without `onOutcome`, since it keeps no records", errors)
  if (typeof retries === 'object') {
    checkOptions('retries', retries, RETRIES_RULES, '`retries`')
    if (retries.limit === undefined) checkOption('retries.limit', undefined, RETRIES_RULES.limit)
  }
  return {
    signal,
    timeout: timeout === Infinity ? undefined : timeout,
    retries: typeof retries === 'number' ? { limit: retries } : retries,
    priority: options.priority ?? 0,
    idempotent: options.idempotent ?? false,
    concurrency: Math.min(options.concurrency ?? Infinity, options.window ?? Infinity),
    batchSize,
    window: options.window,
    errors,
    onProgress,
    onOutcome,
  }
}

function isSignal(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as AbortSignal).aborted === 'boolean' && typeof (value as AbortSignal).addEventListener === 'function' && typeof (value as AbortSignal).removeEventListener === 'function'
}
