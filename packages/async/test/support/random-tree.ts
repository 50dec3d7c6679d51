// Random trees of nested runs: each item works a little, runs its children on the same executor, and works again.

import { asyncExecutor, type Executor, type Functions } from '@parmap/async'
import fc from 'fast-check'
import { turns } from '../../../core/test/support/turns.ts'
import { run, VERBS, type Verb } from './verbs.ts'

/** One item and the runs that it starts, one after the other or all at once. */
export interface Tree {
  readonly steps: number
  readonly isSync: boolean
  readonly runs: readonly { readonly verb: Verb; readonly batchSize: number | 'auto'; readonly priority: number; readonly children: readonly Tree[] }[]
  readonly isAtOnce: boolean
}

/** Any forest of a depth of four at most. */
export const randomForest: fc.Arbitrary<{ readonly concurrency: number; readonly trees: readonly Tree[] }> = fc.record({
  concurrency: fc.integer({ min: 1, max: 4 }),
  trees: fc.array(treeOf(4), { minLength: 1, maxLength: 6 }),
})

function treeOf(depth: number): fc.Arbitrary<Tree> {
  const children = depth === 1 ? fc.constant([]) : fc.array(fc.memo(treeOf)(depth - 1), { maxLength: 3 })
  const batchSize = fc.oneof(fc.constant<'auto'>('auto'), fc.integer({ min: 1, max: 3 }))
  const runs = depth === 1 ? fc.constant([]) : fc.array(fc.record({ verb: fc.constantFrom(...VERBS), batchSize, priority: fc.integer({ min: -1, max: 1 }), children }), { maxLength: 2 })
  return fc.record({ steps: fc.nat({ max: 3 }), isSync: fc.boolean(), runs, isAtOnce: fc.boolean() })
}

/** How many items a tree has. */
export function sizeOf({ runs }: Tree): number {
  return runs.reduce((sum, { children }) => sum + children.reduce((below, child) => below + sizeOf(child), 0), 1)
}

/** Runs a forest; gives how many items ran, and the most that worked (and did not wait for their children) at once. */
export async function grow(concurrency: number, trees: readonly Tree[]): Promise<{ readonly ran: number; readonly most: number; readonly executor: Executor<Functions> }> {
  const executor = asyncExecutor({ concurrency })
  let [active, most, ran] = [0, 0, 0]
  const work = async (steps: number): Promise<void> => {
    most = Math.max(most, ++active)
    for (let step = 0; step < steps; step++) await Promise.resolve()
    if (steps === 3) await turns(1)
    active--
  }
  const live = (tree: Tree): unknown => {
    ran++
    if (tree.isSync && tree.runs.length === 0) return undefined
    return below(tree)
  }
  const below = async (tree: Tree): Promise<void> => {
    await work(tree.steps)
    const start = ({ verb, batchSize, priority, children }: Tree['runs'][number]): Promise<unknown> => run(executor, verb, live, children, { batchSize, priority })
    if (tree.isAtOnce) await Promise.all(tree.runs.map(start))
    else for (const one of tree.runs) await start(one)
    await work(tree.steps)
  }
  await executor.forEach(live, trees)
  return { ran, most, executor }
}
