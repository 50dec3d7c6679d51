// Sets the cells of a contest beside each other: everyone beside the floor, ours beside everyone, and the budgets.

import { fastestPeer, figuresOf, type Cell } from './cell.ts'
import type { Contest } from './contest.ts'
import { pairedDifference, pairedRatio, summarise, type Difference, type Ratio } from './statistics.ts'
import { judge, type Verdict } from './verdict.ts'
import { FASTEST_PEER, type Budget, type Metric } from './workload.ts'

/** `of` divided by `to`, both names of contenders. Below 1, `of` is ahead. */
export interface Comparison {
  readonly of: string
  readonly to: string
  readonly metric: Metric
  readonly ratio: Ratio
}

/**
 * A budget and how it stands. `to` is absent where one of the two has no figures, and so is what was found: a `ratio`, or a
 * `difference` in the unit of the metric where the budget is one.
 */
export interface Judged {
  readonly of: string
  readonly to: string | undefined
  readonly metric: Metric
  readonly limit: number
  readonly against: string
  readonly as: 'ratio' | 'difference'
  readonly ratio: Ratio | undefined
  readonly difference?: Difference | undefined
  /** Of a difference: where the other comes to more than this, the verdict is that nobody can tell. */
  readonly whereAtMost?: number | undefined
  readonly verdict: Verdict
}

/** The times of every contender against the workload's floor, and of ours against every other; of a repeated case, both its times. */
export function compare({ workload, case: { repetition }, cells }: Contest): Comparison[] {
  const floor = cells.find(({ entrant }) => entrant.name === workload.value.floor)
  const ours = cells.filter(isOurs)
  const pairs = [
    ...(floor === undefined ? [] : cells.filter((cell) => cell !== floor).map((cell) => [cell, floor] as const)),
    ...ours.flatMap((own) => cells.filter((cell) => cell !== own && cell !== floor && !isOurs(cell)).map((other) => [own, other] as const)),
  ]
  const metrics: readonly Metric[] = repetition === undefined ? ['seconds'] : ['seconds', 'firstSeconds']
  return pairs.flatMap(([of, to]) => metrics.flatMap((metric) => {
    const ratio = ratioOf(of, to, metric)
    return ratio === undefined ? [] : [{ of: of.entrant.name, to: to.entrant.name, metric, ratio }]
  }))
}

/** Every budget of the case, for each of ours. */
export function judgeBudgets({ case: { budgets }, cells }: Contest): Judged[] {
  return cells.filter(isOurs).flatMap((own) => {
    const { name } = own.entrant
    return budgets.filter(({ of }) => of === undefined || of === name).map((budget) => judgeBudget(budget, own, cells))
  })
}

function judgeBudget({ metric, against, limit, as = 'ratio', whereAtMost = Infinity }: Budget, own: Cell, cells: readonly Cell[]): Judged {
  const other = against === FASTEST_PEER ? fastestPeer(cells) : cells.find(({ entrant }) => entrant.name === against)
  const facts = { of: own.entrant.name, to: other?.entrant.name, metric, limit, against, as }
  if (as === 'difference') {
    const others = other === undefined ? [] : figuresOf(other, metric)
    const difference = pairedDifference(figuresOf(own, metric), others)
    const isJudged = difference !== undefined && summarise(others.map(({ value }) => value)).median <= whereAtMost
    return { ...facts, whereAtMost: Number.isFinite(whereAtMost) ? whereAtMost : undefined, ratio: undefined, difference, verdict: judge(isJudged ? difference : undefined, limit) }
  }
  const ratio = other && ratioOf(own, other, metric)
  return { ...facts, ratio, verdict: judge(ratio, limit) }
}

function ratioOf(of: Cell, to: Cell, metric: Metric): Ratio | undefined {
  return pairedRatio(figuresOf(of, metric), figuresOf(to, metric))
}

function isOurs({ entrant }: Cell): boolean {
  return entrant.role === 'ours'
}
