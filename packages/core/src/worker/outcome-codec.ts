// Outcomes on their way back from a worker: as plain data, which structured clone copies, and told to the sink on the
// other side. Knows nothing of how they travel.

import type { Sink } from '../backend.ts'
import { decodeError, encodeError, type EncodedError } from '../error-codec.ts'
import { isMovedItem } from '../move.ts'
import { skip } from '../skip.ts'
import { unclonablePath } from '../unclonable-path.ts'

/** What a worker says of one item of a batch, or of all of them (`unusable`). */
export type EncodedOutcome =
  | { readonly is: 'fulfilled'; readonly index: number; readonly value: unknown; readonly ms: number }
  /** Apart from the values, since structured clone refuses symbols. */
  | { readonly is: 'skipped'; readonly index: number; readonly ms: number }
  | { readonly is: 'rejected'; readonly index: number; readonly error: EncodedError; readonly ms: number }
  | { readonly is: 'timedOut'; readonly index: number; readonly ms: number }
  | { readonly is: 'stopped'; readonly index: number }
  | { readonly is: 'unserializable'; readonly index: number; readonly path: string; readonly error: EncodedError }
  /** It has not started, and will not. */
  | { readonly is: 'lost'; readonly index: number }
  | { readonly is: 'unusable'; readonly error: EncodedError }

/**
 * The sink for the batches of a worker whose outcomes travel by structured clone. Sends each as it comes.
 * @param send posts an outcome together with what is to be transferred; throws where a result cannot be copied, which
 *   then is that item's outcome
 */
export function encodingSink(send: (outcome: EncodedOutcome, transfer: readonly object[]) => void): Sink {
  const tell = (outcome: EncodedOutcome): void => { send(outcome, []) }
  return {
    sentTo: () => undefined, // the side that sent it knows
    fulfilled(index, result, ms) {
      if (result === skip) return tell({ is: 'skipped', index, ms })
      const { value, transfer } = isMovedItem(result) ? result : { value: result, transfer: [] }
      try {
        send({ is: 'fulfilled', index, value, ms }, transfer)
      } catch (error) {
        tell({ is: 'unserializable', index, path: unclonablePath(value), error: encodeError(error) })
      }
    },
    rejected: (index, error, ms) => { tell({ is: 'rejected', index, error: encodeError(error), ms }) },
    timedOut: (index, ms) => { tell({ is: 'timedOut', index, ms }) },
    stopped: (index) => { tell({ is: 'stopped', index }) },
    unserializable: (index, path, error) => { tell({ is: 'unserializable', index, path, error: encodeError(error) }) },
    lost: (index) => { tell({ is: 'lost', index }) },
    unusable: (error) => { tell({ is: 'unusable', error: encodeError(error) }) },
  }
}

/** Tells a sink what {@link encodingSink} has sent. */
export function tellOutcome(sink: Sink, outcome: EncodedOutcome): void {
  switch (outcome.is) {
    case 'fulfilled': return sink.fulfilled(outcome.index, outcome.value, outcome.ms)
    case 'skipped': return sink.fulfilled(outcome.index, skip, outcome.ms)
    case 'rejected': return sink.rejected(outcome.index, decodeError(outcome.error), outcome.ms)
    case 'timedOut': return sink.timedOut(outcome.index, outcome.ms)
    case 'stopped': return sink.stopped(outcome.index)
    case 'unserializable': return sink.unserializable(outcome.index, outcome.path, decodeError(outcome.error))
    case 'lost': return sink.lost(outcome.index, false, undefined)
    case 'unusable': return sink.unusable(decodeError(outcome.error))
  }
}
