// Sets the cells of a contest beside each other: everyone beside the floor, ours beside everyone, and the budgets.

import type { Cell, Contest } from './contest.ts'
import { pairedRatio, summarise, type Figure, type Ratio } from './statistics.ts'
import { judge, type Verdict } from './verdict.ts'
import { FASTEST_PEER, type Budget, type Metric } from './workload.ts'

/** `of` divided by `to`, both names of contenders. Below 1, `of` is ahead. */
export interface Comparison {
  readonly of: string
  readonly to: string
  readonly metric: Metric
  readonly ratio: Ratio
}

/** A budget and how it stands. `ratio` and `to` are absent where one of the two has no figures. */
export interface Judged {
  readonly of: string
  readonly to: string | undefined
  readonly metric: Metric
  readonly limit: number
  readonly against: string
  readonly ratio: Ratio | undefined
  readonly verdict: Verdict
}

/** The times of every contender against the workload's floor, and of ours against every other. */
export function compare({ workload, cells }: Contest): Comparison[] {
  const floor = cells.find(({ entrant }) => entrant.name === workload.value.floor)
  const ours = cells.filter(isOurs)
  const pairs = [
    ...(floor === undefined ? [] : cells.filter((cell) => cell !== floor).map((cell) => [cell, floor] as const)),
    ...ours.flatMap((own) => cells.filter((cell) => cell !== own && cell !== floor && !isOurs(cell)).map((other) => [own, other] as const)),
  ]
  return pairs.flatMap(([of, to]) => {
    const ratio = ratioOf(of, to, 'seconds')
    return ratio === undefined ? [] : [{ of: of.entrant.name, to: to.entrant.name, metric: 'seconds' as const, ratio }]
  })
}

/** Every budget of the case, for each of ours. */
export function judgeBudgets({ case: { budgets }, cells }: Contest): Judged[] {
  return cells.filter(isOurs).flatMap((own) => budgets.map((budget) => judgeBudget(budget, own, cells)))
}

function judgeBudget({ metric, against, limit }: Budget, own: Cell, cells: readonly Cell[]): Judged {
  const other = against === FASTEST_PEER ? fastestPeer(cells) : cells.find(({ entrant }) => entrant.name === against)
  const ratio = other && ratioOf(own, other, metric)
  return { of: own.entrant.name, to: other?.entrant.name, metric, limit, against, ratio, verdict: judge(ratio, limit) }
}

/** A cell's figures; none where it has failed, for then its earlier rounds count no more. */
function figuresOf({ taken }: Cell, metric: Metric): Figure[] {
  const figures: Figure[] = []
  for (const { round, sample } of taken) {
    if (sample.status !== 'measured') return []
    figures.push({ round, value: sample[metric] })
  }
  return figures
}

function ratioOf(of: Cell, to: Cell, metric: Metric): Ratio | undefined {
  return pairedRatio(figuresOf(of, metric), figuresOf(to, metric))
}

function fastestPeer(cells: readonly Cell[]): Cell | undefined {
  const medianOf = (cell: Cell): number => summarise(figuresOf(cell, 'seconds').map(({ value }) => value)).median
  const peers = cells.filter((cell) => cell.entrant.role === 'peer' && figuresOf(cell, 'seconds').length > 0)
  return peers.toSorted((a, b) => medianOf(a) - medianOf(b))[0]
}

function isOurs({ entrant }: Cell): boolean {
  return entrant.role === 'ours'
}
