// From the cells of a contest to what an advice is made from.

import type { Measurement } from './advice.ts'
import { SERIAL } from './candidate.ts'
import { samplesOf, typical } from './figures-table.ts'
import { figuresOf, pairedRatio, summarise, type Cell } from './measuring.ts'
import type { Trial } from './trial.ts'

/** Each candidate that has given the right results, in their order. */
export function measurementsOf({ contest: { cells }, candidates }: Trial): Measurement[] {
  const measured = cells.filter((cell) => samplesOf(cell).length > 0)
  const [best] = measured.toSorted((a, b) => timeOf(a) - timeOf(b))
  const loop = measured.find(({ entrant }) => entrant.name === SERIAL.name)
  return measured.map((cell) => {
    const samples = samplesOf(cell)
    return {
      candidate: candidates.find(({ name }) => name === cell.entrant.name)!,
      seconds: timeOf(cell),
      firstSeconds: typical(samples, 'firstSeconds'),
      firstResultSeconds: typical(samples, 'firstResultSeconds'),
      toBest: pairedRatio(figuresOf(cell, 'seconds'), figuresOf(best!, 'seconds')),
      toLoop: loop && pairedRatio(figuresOf(cell, 'seconds'), figuresOf(loop, 'seconds')),
      batchItems: samples.at(-1)!.batchItems,
    }
  })
}

function timeOf(cell: Cell): number { return summarise(figuresOf(cell, 'seconds').map(({ value }) => value)).median }
