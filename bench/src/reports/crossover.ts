// From which cost of an item on a contender is faster than one plain loop: where the curve of its ratio to the loop
// passes 1, on logarithmic axes. Knows points, not where they come from.

import { costText } from '../format.ts'

/** A case whose items all cost the same. */
export interface CostPoint {
  /** Seconds that one loop takes for an item. */
  readonly cost: number
  /** Time divided by that of the loop; below 1, the contender is ahead. */
  readonly ratio: number
}

/** `at`: ahead above `cost`, which lies between two of the measured costs · `everywhere` and `nowhere`, as far as was measured. In seconds. */
export type Crossover =
  | { readonly kind: 'at'; readonly cost: number; readonly between: readonly [below: number, above: number] }
  | { readonly kind: 'everywhere'; readonly from: number }
  | { readonly kind: 'nowhere'; readonly upTo: number }

/**
 * The cost above which a contender stays ahead. Between two points cost and ratio are taken for a power law, a straight
 * line on logarithmic axes. @returns undefined without points
 */
export function findCrossover(points: readonly CostPoint[]): Crossover | undefined {
  const sorted = points.toSorted((a, b) => a.cost - b.cost)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return undefined
  if (last.ratio >= 1) return { kind: 'nowhere', upTo: last.cost }
  const below = sorted.findLast(({ ratio }) => ratio >= 1)
  if (below === undefined) return { kind: 'everywhere', from: first.cost }
  const above = sorted[sorted.indexOf(below) + 1]! // there is one: the last is ahead
  const share = Math.log(below.ratio) / Math.log(below.ratio / above.ratio)
  return { kind: 'at', cost: below.cost * (above.cost / below.cost) ** share, between: [below.cost, above.cost] }
}

/** What follows "pay off": `above about 85 µs of work an item`. */
export function crossoverText(crossover: Crossover): string {
  switch (crossover.kind) {
    case 'at': return `above about ${costText(crossover.cost)} of work an item (between the measured ${costText(crossover.between[0])} and ${costText(crossover.between[1])})`
    case 'everywhere': return `at every cost measured, from ${costText(crossover.from)} of work an item on: no crossover in range`
    case 'nowhere': return `at none of the costs measured, up to ${costText(crossover.upTo)} of work an item: no crossover in range`
  }
}
