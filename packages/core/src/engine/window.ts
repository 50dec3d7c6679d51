// How far a run may read ahead of what has been handed over.

import type { Backend } from '../backend.ts'
import type { BatchSize } from './batch-size.ts'

const MOST_ITEMS = 65_536

/** The bound on items read and not handed over, as a function: it follows the concurrency and the batch size. */
export function windowOf(given: number | undefined, isStream: boolean, backend: Backend, size: BatchSize, concurrency: () => number): () => number {
  if (given !== undefined) return () => given
  if (!isStream) return () => Infinity
  const { slotsPerWorker = Infinity } = backend
  return () => {
    const slots = concurrency()
    const workers = Math.ceil(slots / slotsPerWorker) || 1
    const batch = size.isFixed ? size.current : size.current * Math.min(slots, slotsPerWorker)
    return Math.min(MOST_ITEMS, Math.max(2 * slots, 2 * workers * batch))
  }
}
