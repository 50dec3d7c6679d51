// The cases of workloads whose items are payloads, from a kilobyte to ten megabytes: what their way to a worker and back
// costs when it is the bytes that count.

import { integers } from './integers.ts'
import { LEAST_ROUNDS } from './verdict.ts'
import { WORKERS } from './workers.ts'
import { QUICK, type Case, type Prepared } from './workload.ts'

/** A case of payloads. */
export interface PayloadCase extends Case {
  readonly bytes: number
  /** Items in a message, for whoever makes up messages by hand. */
  readonly batchSize: number
}

const payloads = (name: string, items: number, bytes: number, batchSize: number): PayloadCase => ({
  name,
  items,
  bytes,
  batchSize,
  concurrency: WORKERS,
  when: 'always',
  deadline: 120,
  effort: { rounds: LEAST_ROUNDS, seconds: 3, leastRounds: 1 },
  repetition: { warmUpRuns: 2, warmUpSeconds: 2, steadyRuns: 3, steadySeconds: 1 },
  budgets: [],
})

/** Much the same in bytes; the fewer the items, the less it matters who sends how many at once. */
export const PAYLOAD_CASES: readonly PayloadCase[] = [
  payloads('1 KB', 20_000, 1_000, 500),
  payloads('100 KB', 1_000, 100_000, 10),
  payloads('10 MB', 20, 10_000_000, 1),
  { ...payloads('40 of 1 KB', 40, 1_000, 10), when: 'quick', effort: QUICK },
]

/**
 * Marks a payload where it lies, as any task would that has one to itself: its first byte becomes the last, inverted. Done
 * twice it is the same, for in the caller's own thread nobody has a copy.
 */
export function mark(bytes: Uint8Array): Uint8Array {
  bytes[0] = bytes.at(-1)! ^ 0xff
  return bytes
}

/** @param url of the workload's own module, which exports `task`, and `moved` where its items are moved */
export function preparePayloads(url: string, { items, bytes, batchSize }: PayloadCase): Prepared {
  const all = integers(items).map((index) => new Uint8Array(bytes).fill(index))
  return {
    task: async (item) => mark((item as Uint8Array).slice()),
    pooled: { module: url, name: 'task', moved: 'moved', workers: WORKERS, batchSize },
    items: all,
    expected: () => all.map((item) => mark(item.slice())),
  }
}
