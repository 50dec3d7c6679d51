// How far a stream may read ahead of its reader, where the caller does not say.

import type { Backend } from '../backend.ts'
import type { BatchSize } from './batch-size.ts'

const MOST_ITEMS = 65_536

/** The most items read and not handed over: room for all slots twice, and for two batches of each worker. */
export function defaultWindow({ slotsPerWorker = Infinity }: Backend, size: BatchSize, slots: number): number {
  const workers = Math.ceil(slots / slotsPerWorker) || 1
  const batch = size.isFixed ? size.current : size.current * Math.min(slots, slotsPerWorker)
  return Math.min(MOST_ITEMS, Math.max(2 * slots, 2 * workers * batch))
}
