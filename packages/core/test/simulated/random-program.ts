// Random programs on simulated workers: a few runs on one executor and what goes wrong meanwhile, described by data alone,
// so that a failing one can be printed and replayed.

import type { Faults, SimulatedIsolation } from '@parmap/core/testing'
import fc from 'fast-check'

/** What becomes of one attempt. `hang` outlasts every timeout. */
export type Ending = 'value' | 'skip' | 'throw' | 'hang' | 'crash' | 'unclonable'

export interface AttemptCase {
  readonly ending: Ending
  /** Milliseconds that it takes; undefined: it ends at once, without a promise. */
  readonly ms: number | undefined
}

/** One item: how it comes, and what its attempts do. */
export interface ItemCase {
  /** The item itself, a promise that is fulfilled or rejected with it, or something that cannot be copied. */
  readonly as: 'plain' | 'promise' | 'rejected' | 'unclonable'
  /** Milliseconds until its promise is settled, or its async input has it. */
  readonly ms: number
  /** One after the other; the last one again and again. */
  readonly attempts: readonly AttemptCase[]
}

export type Verb = 'map' | 'imap' | 'imapUnordered' | 'forEach' | 'submit'

/** One run; with `submit`, one for each item. */
export interface RunCase {
  readonly verb: Verb
  readonly startsAt: number
  readonly input: 'array' | 'sync' | 'async'
  readonly items: readonly ItemCase[]
  /** The input throws after its items. Arrays do not. */
  readonly inputFails: boolean
  readonly errors: 'stop' | 'collect' | 'settle'
  readonly concurrency: number | undefined
  readonly window: number | undefined
  readonly batchSize: number | 'auto'
  readonly retries: number
  /** Milliseconds between attempts; undefined: the random backoff. */
  readonly retryDelay: number | undefined
  readonly idempotent: boolean
  readonly hasTimeout: boolean
  /** Whether what hangs ends when its signal is aborted. */
  readonly heedsSignal: boolean
  readonly priority: number
  /** Whether it has an `onOutcome`. */
  readonly isHeard: boolean
  /** What ends it early, after so many starts, values, outcomes or reports of this run. */
  readonly end: { readonly by: 'nothing' | 'abort' | 'reader' | 'outcome' | 'progress'; readonly after: number }
  /** Milliseconds that the reader takes between two values. */
  readonly readerMs: number
}

/** What is done to an executor: paused for some time, closed, terminated, or given another concurrency. */
export type Meddling = 'pause' | 'close' | 'terminate' | 1 | 2 | 3 | 5

/** A whole program. */
export interface Program {
  readonly seed: number
  readonly isolation: SimulatedIsolation
  readonly workers: number
  readonly slots: number
  readonly startMs: number
  readonly messageMs: number
  readonly itemMs: number
  readonly killGrace: number
  readonly faults: Faults
  readonly runs: readonly RunCase[]
  readonly meddling: readonly { readonly at: number; readonly forMs: number; readonly what: Meddling }[]
}

/** Longer than any attempt takes that does not hang. */
export const TIMEOUT_MS = 100
export const HANG_MS = 5_000

const ms = fc.nat({ max: 20 })
const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)

const item: fc.Arbitrary<ItemCase> = fc.record({
  as: oneOf<ItemCase['as']>('plain', 'plain', 'plain', 'plain', 'plain', 'plain', 'promise', 'rejected', 'unclonable'),
  ms,
  attempts: fc.array(
    fc.record({ ending: oneOf<Ending>('value', 'value', 'value', 'value', 'value', 'value', 'skip', 'throw', 'throw', 'hang', 'crash', 'unclonable'), ms: fc.option(ms, { nil: undefined }) }),
    { minLength: 1, maxLength: 4 },
  ),
})

const run: fc.Arbitrary<RunCase> = fc
  .record({
    verb: oneOf<Verb>('map', 'imap', 'imapUnordered', 'forEach', 'submit'),
    startsAt: oneOf(0, 0, 0, 3, 40),
    input: oneOf<RunCase['input']>('array', 'sync', 'async'),
    items: fc.array(item, { maxLength: 14 }),
    inputFails: oneOf(false, false, false, true),
    errors: oneOf<RunCase['errors']>('stop', 'collect', 'settle'),
    concurrency: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    window: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    batchSize: fc.oneof(fc.constant<'auto'>('auto'), fc.integer({ min: 1, max: 6 })),
    retries: fc.nat({ max: 2 }),
    retryDelay: oneOf(undefined, 0, 0, 7),
    idempotent: fc.boolean(),
    hasTimeout: fc.boolean(),
    heedsSignal: fc.boolean(),
    priority: fc.integer({ min: -1, max: 1 }),
    isHeard: oneOf(true, true, true, false),
    end: fc.record({ by: oneOf<RunCase['end']['by']>('nothing', 'nothing', 'nothing', 'nothing', 'nothing', 'abort', 'reader', 'outcome', 'progress'), after: fc.integer({ min: 1, max: 8 }) }),
    readerMs: oneOf(0, 0, 1, 10),
  })
  .map((made): RunCase => ({
    ...made,
    input: made.verb === 'submit' ? 'array' : made.input,
    isHeard: made.isHeard || made.verb === 'submit' || made.end.by === 'outcome' || (made.verb === 'forEach' && made.errors === 'settle'), // which keeps no records
    inputFails: made.inputFails && made.input !== 'array' && made.verb !== 'submit',
  }))

const chance = (...values: readonly number[]): fc.Arbitrary<number> => oneOf(0, 0, ...values)

const faults: fc.Arbitrary<Faults> = fc.record({
  throw: chance(0.1, 0.3),
  crashBefore: chance(0.05, 0.2),
  crashWhile: chance(0.05, 0.2),
  loseOutcome: chance(0.05, 0.2),
  crashAfter: chance(0.05, 0.2),
  repeatOutcome: chance(0.2, 1),
  lateCancel: chance(0.5, 1),
  slowStart: chance(0.5),
  failStart: chance(0.3, 0.6),
})

/** Any program on workers that are isolated like this. */
export const randomProgram = (...isolations: readonly SimulatedIsolation[]): fc.Arbitrary<Program> => fc
  .record({
    seed: fc.nat({ max: 9_999 }),
    isolation: oneOf(...isolations),
    workers: fc.integer({ min: 1, max: 3 }),
    slots: fc.integer({ min: 1, max: 3 }),
    startMs: oneOf(0, 30),
    messageMs: oneOf(0, 1, 8),
    itemMs: oneOf(0, 5, 20),
    killGrace: oneOf(0, 10, 1_000),
    faults,
    runs: fc.array(run, { minLength: 1, maxLength: 3 }),
    meddling: fc.array(fc.record({ at: fc.nat({ max: 150 }), forMs: fc.nat({ max: 40 }), what: oneOf<Meddling>('pause', 'pause', 'close', 'terminate', 1, 2, 3, 5) }), { maxLength: 3 }),
  })
  .map((made): Program => {
    const { throw: throws = 0, repeatOutcome = 0 } = made.faults
    const isLoop = made.isolation === 'none'
    const most = made.workers * made.slots
    const isOver = (what: Meddling): boolean => typeof what === 'number' && what > most
    return {
      ...made,
      faults: isLoop ? { throw: throws, repeatOutcome } : made.faults,
      meddling: made.meddling.filter(({ what }) => !isOver(what)),
    }
  })
