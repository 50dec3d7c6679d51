// The options of a simulation: their defaults in one table, checked once at the door.

import type { Capabilities } from '../backend.ts'
import { MAX_TIMER_MS, type Clock } from '../clock.ts'
import { unsupported } from '../errors.ts'
import { checkOptions, type OptionRule } from '../options.ts'
import { CRASHES, FAULTS, type Faults } from './faults.ts'
import { virtualClock } from './virtual-clock.ts'

/** What a worker does not share with its caller, as far as it is simulated. */
export type SimulatedIsolation = 'none' | 'thread' | 'process'

/** Options of {@link simulatedExecutor} and {@link simulatedBackend}. */
export interface SimulatedOptions<C extends Clock = Clock> {
  /** What all that is random follows from: an integer. The same program with the same seed does the same. Default: 0. */
  readonly seed?: number | undefined
  /** Where time comes from. Default: a virtual clock that goes on by itself, `virtualClock({ auto: true })`. */
  readonly clock?: C | undefined
  /** The most workers at a time, without those that are about to be killed: an integer ≥ 1. Default: 2. */
  readonly workers?: number | undefined
  /** Items that run at once in each worker: an integer ≥ 1. The executor's concurrency is `workers × slots`. Default: 4. */
  readonly slots?: number | undefined
  /**
   * `'none'` simulates an event loop: one worker, `main`, with the slots of all; values are passed on as they are, nothing
   * crashes or can be killed. With `'thread'` (default) and `'process'` values are copied both ways, what cannot be is
   * refused with `PARMAP_UNSERIALIZABLE`, and what does not stop is killed after `killGrace`; threads transfer moved values.
   */
  readonly isolation?: SimulatedIsolation | undefined
  /** Milliseconds that a worker takes to start, ≥ 0. Default: 30. */
  readonly startMs?: number | undefined
  /** Milliseconds that a message takes there and back at most, ≥ 0; each takes a random part. Default: 1. */
  readonly messageMs?: number | undefined
  /** Milliseconds that an item takes at most on top of its own, ≥ 0; each takes a random part, so they end in a random order. Default: 5. */
  readonly itemMs?: number | undefined
  /** Milliseconds from the signal of an item that was cancelled or timed out to the end of its worker, ≥ 0. Default: 1,000. */
  readonly killGrace?: number | undefined
  /** What goes wrong. Default: nothing. */
  readonly faults?: Faults | undefined
}

/** The options, complete. */
export type ResolvedOptions = Readonly<{ [K in keyof SimulatedOptions]-?: Exclude<SimulatedOptions[K], undefined> }>

const MOST_SLOTS = 100_000

const isNumber = (value: unknown): boolean => typeof value === 'number'
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const COUNT: OptionRule = { rule: 'an integer ≥ 1 and ≤ 100,000', type: isNumber, range: (value: number) => Number.isInteger(value) && value >= 1 && value <= MOST_SLOTS }
const MS: OptionRule = { rule: 'a number of milliseconds ≥ 0 and ≤ 2,147,483,647', type: isNumber, range: (ms: number) => ms >= 0 && ms <= MAX_TIMER_MS }
const CHANCE: OptionRule = {
  rule: 'a number from 0 to 1, or a function',
  type: (value) => isNumber(value) || typeof value === 'function',
  range: (value: unknown) => typeof value !== 'number' || (value >= 0 && value <= 1),
}

const RULES: Readonly<Record<keyof SimulatedOptions, OptionRule>> = {
  seed: { rule: 'an integer', type: isNumber, range: Number.isSafeInteger },
  clock: { rule: 'a clock', type: isObject },
  workers: COUNT,
  slots: COUNT,
  isolation: { rule: "'none', 'thread' or 'process'", type: (value) => value === 'none' || value === 'thread' || value === 'process' },
  startMs: MS,
  messageMs: MS,
  itemMs: MS,
  killGrace: MS,
  faults: { rule: 'an object of faults', type: isObject },
}

const FAULT_RULES: Readonly<Record<string, OptionRule>> = Object.fromEntries(FAULTS.map((name) => [name, CHANCE]))

// An event loop cannot die without its caller, and nothing is carried to it.
const NOT_ON_AN_EVENT_LOOP = [...CRASHES, 'slowStart', 'failStart', 'lateCancel'] as const

/** What workers can do that are isolated like this. Tasks run on the caller's heap all the same, so any function will do. */
export function capabilitiesOf(isolation: SimulatedIsolation): Capabilities {
  const isShared = isolation === 'none'
  return { values: isShared ? 'any' : 'structured-clone', functions: 'any', kill: !isShared, parallel: false, transfer: isolation === 'thread', isolation, delivery: 'at-most-once' }
}

/**
 * Checks the options and fills in the defaults.
 * @throws TypeError, RangeError naming option, rule and value; ParmapError PARMAP_UNSUPPORTED for a fault that `isolation: 'none'` rules out
 */
export function resolveSimulatedOptions(name: string, given: SimulatedOptions | undefined): ResolvedOptions {
  const { seed = 0, clock = virtualClock({ auto: true }), workers = 2, slots = 4, isolation = 'thread', startMs = 30, messageMs = 1, itemMs = 5, killGrace = 1_000, faults = {} } = checkOptions('options', given, RULES, `\`${name}\``)
  checkOptions('faults', faults, FAULT_RULES, '`faults`')
  if (isolation === 'none') for (const fault of NOT_ON_AN_EVENT_LOOP) if (faults[fault] !== undefined) throw unsupported('simulated', `faults.${fault}`, "with `isolation: 'none'` there is no worker apart from the caller")
  return { seed, clock, workers, slots, isolation, startMs, messageMs, itemMs, killGrace, faults }
}
