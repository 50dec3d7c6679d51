// How many workers, and how many slots in each, make so many items at once.

import { defaultWorkers } from './cores.ts'

// Of a worker, where there is no bound.
const MOST_SLOTS = 65_536

/** As executors with workers of their own are told. */
export interface PoolShape {
  readonly workers: number
  readonly concurrencyPerWorker: number
}

/** @param most workers; where more items than that run at once, they share them */
export function poolShape(concurrency: number, most: number): PoolShape {
  const workers = Math.min(most, concurrency)
  return { workers, concurrencyPerWorker: Math.min(MOST_SLOTS, Math.ceil(concurrency / workers)) }
}

/** The pool of an executor that is made for one map. Empty where its `concurrency` is wrong, which the run refuses by that name. */
export function shapeOfMap(backend: string, concurrency: number | undefined): Partial<PoolShape> {
  const isValid = concurrency === Infinity || (Number.isInteger(concurrency) && concurrency! >= 1)
  return isValid ? poolShape(concurrency!, defaultWorkers(backend)) : {}
}
