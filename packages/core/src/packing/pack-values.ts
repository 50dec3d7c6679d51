// Chooses how the values of a batch travel: one way for all of them, found by one look that ends at the first value that does
// not fit. Knows what each way costs, and nothing of channels.

import { packObjects } from './columns.ts'
import { packNumbers, packTypedArray } from './numbers.ts'
import type { Packed, Values } from './packed.ts'
import { packTexts } from './texts.ts'

/** Values from which packing pays: in a message of fewer, typed arrays cost as much as they save (docs/decisions/0011-packing.md). */
export const FEWEST_PACKED = 256

/**
 * Packs the values of a batch for a channel that copies by structured clone or `v8.serialize`.
 *
 * ```ts
 * const packed = packValues(batch.items)
 * port.postMessage({ packed }, packedTransfer(packed)) // on the other side: unpackValues(packed)
 * ```
 *
 * Each value arrives as structured clone would deliver it alone, with what it holds twice and with its circles. What two
 * values share they may share on arrival, or each have a copy of: that depends on the way, as it depends on who travels in
 * one batch, so a task must not count on either. Never throws and runs no code of the values (getters, proxies, `toJSON`):
 * what structured clone refuses is left for it to refuse when the message is sent. One case only is not seen: an object made by
 * the language (a `Map`, an `Error`) whose prototype was replaced by that of plain objects, and that has properties of its own, is taken for
 * a plain one.
 *
 * Costs about 4 ns a number, 10 ns a short string, 150–350 ns a small object; 5 µs where the first or the last value does not fit.
 * @param values an array without room for more than it holds (one filled by index after `new Array(n)` is copied slowly where it goes as it is), or a
 *   typed array, of which the part that it shows is copied; values that are to be moved must have been unwrapped
 */
export function packValues(values: Values): Packed {
  if (!Array.isArray(values)) return packTypedArray(values as Exclude<Values, readonly unknown[]>) ?? packValues(Array.from(values as ArrayLike<unknown>))
  return packAlike(values) ?? { is: 'values', v: values }
}

function packAlike(values: readonly unknown[]): Packed | undefined {
  if (values.length < FEWEST_PACKED) return undefined
  const kind = typeof values[0]
  if (kind === 'number') return packNumbers(values)
  if (kind === 'string') return packTexts(values)
  return kind === 'object' ? packObjects(values) : undefined
}
