// The pool of an executor that is made for one map: as many slots as that has items at once.

import { defaultWorkers } from './cores.ts'
import type { PoolOptions } from './pool-options.ts'

// Of a worker, where `concurrency` is Infinity.
const MOST_SLOTS = 65_536

/**
 * Workers and their slots for so many items at once; by default one in each of as many workers as there are cores. More
 * share the workers.
 */
export function poolShape(backend: string, concurrency: number | undefined): PoolOptions {
  if (concurrency === undefined || !isValid(concurrency)) return {} // a wrong one is the run's to refuse, by its own name
  const workers = Math.min(defaultWorkers(backend), concurrency)
  return { workers, concurrencyPerWorker: Math.min(MOST_SLOTS, Math.ceil(concurrency / workers)) }
}

function isValid(concurrency: number): boolean { return concurrency === Infinity || (Number.isInteger(concurrency) && concurrency >= 1) }
