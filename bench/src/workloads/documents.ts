// The second of mpire's shapes: 2,000 documents of 15,000 words or 5,000, in turn, and counters that each worker keeps
// (there, to be collected at the end; here each document gives its own figures, so that results can be compared).
// Python's side of it is python/workloads/documents.py.

import { defineTask } from '@parmap/core'
import { integers } from '../integers.ts'
import { prepareState, stateCases } from '../state-kept.ts'
import { WORKERS } from '../workers.ts'
import type { Workload } from '../workload.ts'

/** A text is made from its seed where it is read: its words are random anyhow. */
interface Text {
  readonly seed: number
  readonly words: number
}

const PREFIXES = 65_536
const WORD_DRAWS = 5 // 20 bytes
const OFTEN = 3

export const setup = (): Uint16Array => new Uint16Array(PREFIXES)

/** How many prefixes of two bytes occur more than three times. */
export function apply({ seed, words }: Text, counts: Uint16Array): number {
  counts.fill(0)
  let x = seed
  let often = 0
  for (let word = 0; word < words; word++) {
    for (let draw = 0; draw < WORD_DRAWS; draw++) {
      x ^= x << 13
      x ^= x >>> 17
      x ^= x << 5
    }
    const prefix = x & 0xffff
    if (++counts[prefix]! === OFTEN + 1) often++
  }
  return often
}

export const counted = defineTask(import.meta.url, 'counted', (text: Text, { state }) => apply(text, state), { setup: (_data: null) => setup() })

export const workload: Workload = {
  title: `documents of 15,000 and 5,000 words, ${WORKERS} workers`,
  way: 'pool',
  floor: 'serial',
  keepsState: true,
  cases: stateCases({ items: 2_000, quickItems: 20 }),
  prepare: ({ items }) => {
    const texts = integers(items).map((n): Text => ({ seed: n + 1, words: n % 2 === 0 ? 15_000 : 5_000 }))
    return prepareState({ url: import.meta.url, apply, setup, defined: 'counted', items: texts, data: null, batchSize: 20 })
  },
}
