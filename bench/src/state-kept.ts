// The cases of workloads in which a worker keeps something from item to item: the shapes that mpire is measured by
// (the benchmarks of its README). Each process runs them once, cold: that workers have to be given what they keep is what
// they are about.

import { LEAST_ROUNDS } from './verdict.ts'
import { WORKERS } from './workers.ts'
import { QUICK, type Case, type Prepared } from './workload.ts'

/** How many items there are, and how many in a quick run. */
export function stateCases({ items, quickItems }: { readonly items: number; readonly quickItems: number }): readonly Case[] {
  const whole: Case = {
    name: `${items.toLocaleString('en')} items`,
    items,
    concurrency: WORKERS,
    when: 'always',
    deadline: 120,
    effort: { rounds: LEAST_ROUNDS, seconds: 5, leastRounds: 1 },
    budgets: [],
  }
  return [whole, { ...whole, name: `${quickItems} items`, items: quickItems, when: 'quick', effort: QUICK }]
}

/** A workload's own module, which exports `apply`, `setup`, and the same made by `defineTask`. */
export interface Kept<I, S, D> {
  readonly url: string
  readonly apply: (item: I, state: S) => unknown
  readonly setup: (data: D) => S
  /** The name of the export that `defineTask` has made. */
  readonly defined: string
  readonly items: I[]
  readonly data: D
  readonly batchSize: number
  readonly maps?: number
}

/** Makes a case ready. */
export function prepareState<I, S, D>({ url, apply, setup, defined, items, data, batchSize, maps }: Kept<I, S, D>): Prepared {
  let kept: S | undefined
  return {
    task: async (item) => apply(item as I, (kept ??= setup(data))),
    pooled: { module: url, name: 'apply', setup: 'setup', defined, data, workers: WORKERS, batchSize, ...(maps !== undefined && { maps }) },
    items,
    expected: () => {
      const state = setup(data)
      return items.map((item) => apply(item, state))
    },
  }
}
