// One contender of a contest with what it has come to so far, and the figures that count.

import type { Entrant } from './entrant.ts'
import type { Sample } from './sample.ts'
import { summarise, type Figure } from './statistics.ts'
import type { Metric } from './workload.ts'

/** One process of an entrant. Rounds count from 1. */
export interface Taken {
  readonly round: number
  readonly sample: Sample
}

/** An entrant with what it has come to so far. */
export interface Cell {
  readonly entrant: Entrant
  readonly taken: Taken[]
}

/** A cell's figures; none where it has failed, for then its earlier rounds count no more. */
export function figuresOf({ taken }: Cell, metric: Metric): Figure[] {
  const figures: Figure[] = []
  for (const { round, sample } of taken) {
    if (sample.status !== 'measured') return []
    figures.push({ round, value: sample[metric] })
  }
  return figures
}

/** The fastest of the peers by median, as far as they have come. */
export function fastestPeer(cells: readonly Cell[]): Cell | undefined {
  const medianOf = (cell: Cell): number => summarise(figuresOf(cell, 'seconds').map(({ value }) => value)).median
  const peers = cells.filter((cell) => cell.entrant.role === 'peer' && figuresOf(cell, 'seconds').length > 0)
  return peers.toSorted((a, b) => medianOf(a) - medianOf(b))[0]
}
