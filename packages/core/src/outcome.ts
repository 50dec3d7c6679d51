// What became of an item, in the two shapes that users see: the record told to `onOutcome`, and the one of 'settle'.

import type { TaskError } from './errors.ts'
import type { Skip } from './skip.ts'

/** What a run does with failures: end at the first, run all and then throw them together, or return records. */
export type ErrorMode = 'stop' | 'collect' | 'settle'

interface Told {
  /** Place in the input, from 0. */
  readonly index: number
  /** How often the item was started; 0 when it never was. */
  readonly attempts: number
  /** Milliseconds that the last attempt ran, measured where it ran; 0 when it never did. */
  readonly ms: number
  /** `main`, `thread-3`, `process-4711`; undefined when the item never reached one. */
  readonly worker: string | undefined
}

/** What `onOutcome` is told the moment an item ends. */
export type Outcome<O> = Told &
  (
    | { readonly status: 'fulfilled'; readonly value: O }
    | { readonly status: 'skipped' }
    | { readonly status: 'rejected'; readonly reason: TaskError }
  )

/** The record of one item under `errors: 'settle'`; skipped items have none. */
export type Settled<O> = Told &
  ({ readonly status: 'fulfilled'; readonly value: O } | { readonly status: 'rejected'; readonly reason: TaskError })

/** What a run gives for each item: the value, or under `errors: 'settle'` its record. */
export type Result<O, M extends ErrorMode | undefined> = M extends 'settle' ? Settled<Exclude<O, Skip>> : Exclude<O, Skip>

/** The items of a run: read lazily through the iterator, one `next()` at a time; a thenable item is awaited. */
export type Items<I> = Iterable<I | PromiseLike<I>> | AsyncIterable<I>
