// Random programs: a few runs on one executor, described by data alone, so that a failing one can be printed and replayed.

import fc from 'fast-check'
import { VERBS, type Verb } from './verbs.ts'

/** What becomes of one attempt. */
export type Ending = 'value' | 'skip' | 'throw'

/** One item: how it comes, and what its attempts do. */
export interface ItemCase {
  /** The item itself, or a promise of it, that is fulfilled or rejected after some steps. */
  readonly as: 'plain' | 'promise' | 'rejected'
  readonly steps: number
  /** One after the other; the last one again and again. */
  readonly attempts: readonly { readonly ending: Ending; readonly steps: number; readonly isSync: boolean }[]
}

/** One run; with `submit`, one for each item. */
export interface RunCase {
  readonly verb: Verb | 'submit'
  readonly input: 'array' | 'sync' | 'async'
  readonly items: readonly ItemCase[]
  /** The input throws after its items. Arrays do not. */
  readonly inputFails: boolean
  readonly errors: 'stop' | 'collect' | 'settle'
  readonly concurrency: number | undefined
  readonly window: number | undefined
  readonly batchSize: number | 'auto'
  readonly retries: number
  readonly priority: number
  /** What ends it early, after so many starts, values or outcomes of this run. */
  readonly end: { readonly by: 'nothing' | 'abort' | 'reader' | 'callback'; readonly after: number }
  /** Steps that the reader takes between two values. */
  readonly readerSteps: number
}

/** What is done to an executor: paused for a turn, closed, terminated, or given another concurrency. */
export type Meddling = 'pause' | 'close' | 'terminate' | 1 | 2 | 3 | 5

/** A whole program. */
export interface Case {
  readonly concurrency: number
  readonly runs: readonly RunCase[]
  /** What is done to the executor, after so many starts altogether. */
  readonly meddling: readonly { readonly after: number; readonly what: Meddling }[]
}

const steps = fc.nat({ max: 4 })

const item: fc.Arbitrary<ItemCase> = fc.record({
  as: fc.constantFrom<ItemCase['as'][]>('plain', 'plain', 'plain', 'plain', 'promise', 'rejected'),
  steps,
  attempts: fc.array(fc.record({ ending: fc.constantFrom<Ending[]>('value', 'value', 'value', 'value', 'skip', 'throw'), steps, isSync: fc.boolean() }), { minLength: 1, maxLength: 3 }),
})

const run: fc.Arbitrary<RunCase> = fc
  .record({
    verb: fc.constantFrom<RunCase['verb'][]>(...VERBS, 'submit'),
    input: fc.constantFrom<RunCase['input'][]>('array', 'sync', 'async'),
    items: fc.array(item, { maxLength: 14 }),
    inputFails: fc.constantFrom(false, false, false, true),
    errors: fc.constantFrom<RunCase['errors'][]>('stop', 'collect', 'settle'),
    concurrency: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    window: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
    batchSize: fc.oneof(fc.constant<'auto'>('auto'), fc.integer({ min: 1, max: 6 })),
    retries: fc.nat({ max: 2 }),
    priority: fc.integer({ min: -1, max: 1 }),
    end: fc.record({ by: fc.constantFrom<RunCase['end']['by'][]>('nothing', 'nothing', 'nothing', 'abort', 'reader', 'callback'), after: fc.integer({ min: 1, max: 8 }) }),
    readerSteps: steps,
  })
  .map((made): RunCase => ({
    ...made,
    input: made.verb === 'submit' ? 'array' : made.input,
    inputFails: made.inputFails && made.input !== 'array' && made.verb !== 'submit',
  }))

/** Any program. */
export const randomCase: fc.Arbitrary<Case> = fc.record({
  concurrency: fc.integer({ min: 1, max: 5 }),
  runs: fc.array(run, { minLength: 1, maxLength: 3 }),
  meddling: fc.array(fc.record({ after: fc.integer({ min: 1, max: 20 }), what: fc.constantFrom<Meddling[]>('pause', 'pause', 'close', 'terminate', 1, 2, 3, 5) }), { maxLength: 3 }),
})
