// The cases of workloads whose subject is what an item costs on its way to a worker and back: a million that are nothing
// in themselves, for whoever sends many in a message; fewer, so that those who send item by item can show theirs.

import { ONE_BY_ONE } from './by-hand.ts'
import { millionCases } from './tiny-items.ts'
import { WORKERS } from './workers.ts'
import type { Budget, Case, Prepared } from './workload.ts'

const PYTHON = 'python multiprocessing'

/** The peers on threads whose batches are made up by hand: to be ahead of the best is to be ahead of each. */
const BATCHED_THREADS = ['piscina-batched', 'poolifier-batched', 'workerpool-batched']

/** How parmap has to stand beside Python's `Pool.map`; threads, beside the best peer, too. */
export function tinyPooledCases(limits: { readonly threads: number; readonly processes: number }): readonly [million: Case, oneByOne: Case, quick: Case] {
  const budgets: readonly Budget[] = [
    { of: 'threads', metric: 'seconds', against: PYTHON, limit: limits.threads },
    ...BATCHED_THREADS.map((against): Budget => ({ of: 'threads', metric: 'seconds', against, limit: 0.8 })),
    { of: 'processes', metric: 'seconds', against: PYTHON, limit: limits.processes },
  ]
  const [million, quick] = millionCases({ concurrency: WORKERS, deadline: 120, budgets }, 2_000)
  return [million, { ...million, name: `${ONE_BY_ONE.items.toLocaleString('en')} items`, items: ONE_BY_ONE.items, budgets: [] }, quick]
}

/** @param url the workload's own module, which exports the task as `task` */
export function prepareTinyPooled<I>(url: string, task: (item: I) => unknown, items: I[], batchSize: number): Prepared {
  return {
    task: async (item) => task(item as I),
    pooled: { module: url, name: 'task', workers: WORKERS, batchSize },
    items,
    expected: () => items.map(task),
  }
}
