// Facet 12: tasks may start runs on their own executor.

import type { Executor, Functions } from '@parmap/core'
import { equal } from '../expectations.ts'
import { range } from '../inputs.ts'
import { functionsHere } from '../needs.ts'
import { rule, type Facet } from '../rule.ts'

export const nesting: Facet = {
  title: '12 Nesting',
  rules: [
    rule('12.1', 'Runs that tasks start on their own executor end, also with all slots taken by tasks that wait for them.', async (trial) => {
      const executor = trial.executor({ workers: 1, slots: 2 }) as Executor<Functions>
      const sum = async (n: number): Promise<number> => {
        if (n === 0) return 1
        const parts = await executor.map(sum, [n - 1, n - 1, n - 1])
        return parts.reduce((a, b) => a + b, 0)
      }
      equal(await executor.map(sum, [3, 3, 3]), [27, 27, 27], 'the results of runs in runs in runs, with 2 slots')
      const one = trial.executor({ workers: 1, slots: 1 }) as Executor<Functions>
      equal(await one.submit((n: number) => one.submit((m: number) => m + 1, n), 1), 2, 'the value of a submit in a submit, with one slot')
    }, functionsHere),

    rule('12.2', 'With nested runs, too, never more than concurrency items compute at once.', async (trial) => {
      const executor = trial.executor({ workers: 1, slots: 2 }) as Executor<Functions>
      let [running, most] = [0, 0]
      const leaf = async (n: number): Promise<number> => {
        most = Math.max(most, ++running)
        await trial.pass(1)
        running--
        return n
      }
      const results = await executor.map(async (n: number) => (await executor.map(leaf, range(4))).length + n, range(4))
      equal(results, [4, 5, 6, 7], 'the results of four runs in a run')
      equal(most <= 2, true, `whether at most 2 nested items ran at once; the most was ${most}`)
    }, functionsHere),
  ],
}
