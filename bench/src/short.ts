// The short set (`--short`): what CI measures again and again. The cases that say most, each with those contenders alone
// that decide a budget, and in no more time than it has.

import { LEAST_ROUNDS } from './verdict.ts'
import type { Budget, Case } from './workload.ts'

/** A budget that says whose it is, and beside whom: not the fastest peer, to find which all would have to run. */
export type ShortBudget = Budget & { readonly of: string }

/**
 * A case as it is run with `--short`.
 * @param mostSeconds for all its rounds; on a slow machine there are fewer, and no verdict
 */
export function shortCase<C extends Case>(case_: C, mostSeconds: number, budgets: readonly ShortBudget[]): C {
  const effort = { rounds: LEAST_ROUNDS, seconds: 0, leastRounds: LEAST_ROUNDS, mostSeconds, looks: 0 } // it has no time for them
  return { ...case_, when: 'short', effort, budgets, ...(case_.repetition && { repetition: { ...case_.repetition, ...FEWER } }) }
}

/** After three runs little changes any more. */
const FEWER = { warmUpRuns: 3, steadyRuns: 1 } as const

/** Those of the budgets that are beside these contenders, and say whose they are. */
export function budgetsBeside(budgets: readonly Budget[], against: readonly string[]): ShortBudget[] {
  return budgets.filter((budget): budget is ShortBudget => budget.of !== undefined && against.includes(budget.against))
}

/** Who takes part in such a case: the floor, and who is named by a budget. */
export function isInShort(name: string, floor: string, { budgets }: Case): boolean {
  return name === floor || budgets.some(({ of, against }) => name === of || name === against)
}
