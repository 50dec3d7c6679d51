// The first of mpire's shapes: an input of 200 MB that all items share, and many small filters over it. Python's side of
// it is python/workloads/shared-input.py.

import { defineTask } from '@parmap/core'
import { integers } from '../integers.ts'
import { stateCases, prepareState } from '../state-kept.ts'
import { WORKERS } from '../workers.ts'
import type { Case, Workload } from '../workload.ts'

interface SharedCase extends Case {
  readonly bytes: number
}

/** Counts a byte in a part of the input. */
interface Filter {
  readonly byte: number
  readonly start: number
  readonly end: number
}

const PERIOD = 251
const PART = 250_000

export const setup = (input: Uint8Array): Uint8Array => input

export function apply({ byte, start, end }: Filter, input: Uint8Array): number {
  let count = 0
  for (let place = start; place < end; place++) if (input[place] === byte) count++
  return count
}

export const filtered = defineTask(import.meta.url, 'filtered', (filter: Filter, { state }) => apply(filter, state), { setup })

function filled(input: Uint8Array): Uint8Array {
  for (let place = 0; place < PERIOD; place++) input[place] = (place * 7) % PERIOD
  for (let end = PERIOD; end < input.length; end *= 2) input.copyWithin(end, 0, end)
  return input
}

/** The workload, over an input that has been made in some memory or other. */
export const workloadOf = (title: string, memoryOf: (bytes: number) => Uint8Array): Workload<SharedCase> => ({
  title: `${title}, ${WORKERS} workers`,
  way: 'pool',
  floor: 'serial',
  keepsState: true,
  cases: stateCases({ items: 800, quickItems: 10 }).map((case_) => ({ ...case_, bytes: case_.when === 'quick' ? 1_000_000 : 200_000_000 })),
  prepare: ({ items, bytes }) => {
    const filters = integers(items).map((n): Filter => ({ byte: n % PERIOD, start: (n * PART) % (bytes - PART), end: ((n * PART) % (bytes - PART)) + PART }))
    return prepareState({ url: import.meta.url, apply, setup, defined: 'filtered', items: filters, data: filled(memoryOf(bytes)), batchSize: 50 })
  },
})

export const workload = workloadOf('200 MB that all items share', (bytes) => new Uint8Array(bytes))
