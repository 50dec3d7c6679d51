// Items that keep a processor busy, from a microsecond to fifty milliseconds, and a mix with a heavy tail: does the
// automatic batch size keep both cores busy, and how near does it come to the best fixed one, which no user knows?

import { integers } from '../integers.ts'
import { WORKERS } from '../workers.ts'
import { QUICK, type Budget, type Case, type Workload } from '../workload.ts'
import { shortCase, type ShortBudget } from '../short.ts'
import { LEAST_ROUNDS } from '../verdict.ts'

interface CpuCase extends Case {
  /** Of an item, about. */
  readonly microseconds: number | 'heavy-tailed'
  /** Items in a message, the best of those tried: 1, 2, 5, 10 … */
  readonly batchSize: number
}

/** About a microsecond, on the machine that the names of the cases are from. */
const TURNS_PER_US = 480

/** Noting an item's time takes some 3 µs. Of the mix with a heavy tail, items take 100 µs at least, and most of the time is in those that take more. */
const TIMED_FROM_US = 1_000

/** A random walk (xorshift32, Marsaglia 2003): nothing that a compiler could skip. */
export function task(turns: number): number {
  let x = 88_675_123 // an int32 from the start: else V8 compiles the loop now for doubles, now for integers, and it takes now twice as long
  for (let turn = 0; turn < turns; turn++) {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
  }
  return x
}

const BACKENDS = ['threads', 'processes'] as const

const notBehind: readonly Budget[] = BACKENDS.map((of) => ({ of, metric: 'seconds', against: `${of}-by-hand`, limit: 1.05 }))
/** 1.9 × as fast as one core. */
const fasterThanOneCore: readonly ShortBudget[] = BACKENDS.map((of) => ({ of, metric: 'seconds', against: 'serial', limit: 1 / 1.9 }))

const cpuCase = (name: string, items: number, microseconds: CpuCase['microseconds'], batchSize: number, budgets: readonly Budget[] = []): CpuCase => ({
  name,
  items,
  microseconds,
  batchSize,
  concurrency: WORKERS,
  when: 'always',
  deadline: 120,
  effort: { rounds: LEAST_ROUNDS, seconds: 6, leastRounds: 1 },
  repetition: { warmUpRuns: 2, warmUpSeconds: 3, steadyRuns: 1, steadySeconds: 1 },
  ...(microseconds === 'heavy-tailed' ? {} : { isEven: true }),
  ...(microseconds === 'heavy-tailed' || microseconds >= TIMED_FROM_US ? { timesItems: true } : {}),
  budgets: [...notBehind, ...budgets],
})

const cases: readonly CpuCase[] = [
  cpuCase('1 µs', 500_000, 1, 20_000),
  cpuCase('50 µs', 40_000, 50, 400),
  cpuCase('0.38 ms', 10_000, 380, 100, fasterThanOneCore),
  cpuCase('1 ms', 3_000, 1_000, 50),
  cpuCase('50 ms', 60, 50_000, 1),
  cpuCase('heavy tail', 5_000, 'heavy-tailed', 5),
  { ...shortCase(cpuCase('2,500 of 0.38 ms', 2_500, 380, 100), 40, fasterThanOneCore), repetition: { warmUpRuns: 1, warmUpSeconds: 3, steadyRuns: 1, steadySeconds: 1 } },
  { ...cpuCase('200 of 1 µs', 200, 1, 10), when: 'quick', effort: QUICK, budgets: notBehind.slice(0, 1) },
]

/** Loop turns for each item. */
function turnsOf({ items, microseconds }: CpuCase): number[] {
  if (microseconds === 'heavy-tailed') return heavyTail(items)
  return integers(items).map(() => microseconds * TURNS_PER_US)
}

/** Pareto with α = 1.2 and at most 100 ms, from 100 µs on: a few items are half of the work. In an order that stays the same. */
function heavyTail(items: number): number[] {
  const [least, most, alpha] = [100, 100_000, 1.2]
  return integers(items).map((index) => {
    const quantile = ((index * 7_919) % items + 0.5) / items
    return Math.round(Math.min(most, least * (1 - quantile) ** (-1 / alpha)) * TURNS_PER_US)
  })
}

export const workload: Workload<CpuCase> = {
  title: `processor time, ${WORKERS} workers`,
  way: 'pool',
  floor: 'serial',
  cases,
  prepare: (case_) => {
    const turns = turnsOf(case_)
    return {
      task: async (item) => task(item as number),
      pooled: { module: import.meta.url, name: 'task', workers: WORKERS, batchSize: case_.batchSize },
      items: turns,
      expected: () => {
        const known = new Map<number, number>()
        return turns.map((n) => {
          const result = known.get(n) ?? task(n)
          known.set(n, result)
          return result
        })
      },
    }
  },
}
