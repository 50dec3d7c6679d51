// The cases of workloads whose subject is what an item costs on its way to a worker and back: a million that are nothing
// in themselves, for whoever sends many in a message; fewer, so that those who send item by item can show theirs.

import type { Prepared, Budget, Case } from './workload.ts'
import { QUICK } from './workload.ts'
import { ONE_BY_ONE } from './by-hand.ts'
import { WARMED } from './repetition.ts'
import { LEAST_ROUNDS } from './verdict.ts'

/** As many as the machine that the budgets are for has cores. */
export const WORKERS = 2

const PYTHON = 'python multiprocessing'

/** How parmap has to stand beside Python's `Pool.map`; threads, beside the best peer, too. */
export function tinyPooledCases(limits: { readonly threads: number; readonly processes: number }): readonly Case[] {
  const budgets: readonly Budget[] = [
    { of: 'threads', metric: 'seconds', against: PYTHON, limit: limits.threads },
    { of: 'threads', metric: 'seconds', against: 'piscina-batched', limit: 0.8 },
    { of: 'processes', metric: 'seconds', against: PYTHON, limit: limits.processes },
  ]
  const million: Case = {
    name: '1,000,000 items',
    items: 1_000_000,
    concurrency: WORKERS,
    when: 'always',
    deadline: 120,
    effort: { rounds: LEAST_ROUNDS, seconds: 3, leastRounds: 1 },
    fullEffort: { rounds: 10, seconds: 15, leastRounds: 2 },
    repetition: WARMED,
    budgets,
  }
  return [
    million,
    { ...million, name: `${ONE_BY_ONE.items!.toLocaleString('en')} items`, items: ONE_BY_ONE.items!, budgets: [] },
    { ...million, name: '2,000 items', items: 2_000, when: 'quick', effort: QUICK, repetition: { ...WARMED, warmUpRuns: 2, steadyRuns: 1 }, budgets: budgets.slice(0, 1) },
  ]
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
