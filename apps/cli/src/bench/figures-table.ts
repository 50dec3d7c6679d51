// The figures of a trial as a table for people.

import Table from 'cli-table3'
import { formatCount } from '../numbers.ts'
import { duration, figuresOf, megabytes, pairedRatio, ratioText, share, summarise, type Cell } from './measuring.ts'
import type { OwnMeasured } from './order.ts'

const NONE = { head: [], border: [] }

/** A row for each, the fastest first; then those that gave nothing, with the reason. @param loop its name in the cells */
export function figuresTable(cells: readonly Cell[], loop: string, items: number): string {
  const floor = cells.find(({ entrant }) => entrant.name === loop)
  const table = new Table({ head: ['way to run it', 'first run', 'later runs', 'items/s', `÷ ${loop}`, 'processor', 'batch', 'peak'], style: { ...NONE, compact: true } })
  for (const cell of cells.toSorted((a, b) => timeOf(a) - timeOf(b))) {
    const { name } = cell.entrant
    const measured = samplesOf(cell)
    if (measured === undefined) table.push([name, { content: reasonOf(cell), colSpan: 7 }])
    else {
      const { median, mad } = summarise(measured.map(({ seconds }) => seconds))
      const ratio = floor && pairedRatio(figuresOf(cell, 'seconds'), figuresOf(floor, 'seconds'))
      const typical = (of: (one: OwnMeasured) => number): number => summarise(measured.map(of)).median
      const batch = measured.at(-1)!.batchItems
      table.push([
        name, duration(typical(({ firstSeconds }) => firstSeconds)), `${duration(median)} ± ${share(mad, median)}`, formatCount(Math.round(items / median)),
        cell === floor || ratio === undefined ? '' : ratioText(ratio), duration(typical(({ userSeconds, systemSeconds }) => userSeconds + systemSeconds)),
        batch === undefined ? '' : formatCount(Math.round(batch)), megabytes(typical(({ peakBytes }) => peakBytes)),
      ])
    }
  }
  return table.toString()
}

function timeOf(cell: Cell): number {
  const measured = samplesOf(cell)
  return measured === undefined ? Infinity : summarise(measured.map(({ seconds }) => seconds)).median
}

function samplesOf({ taken }: Cell): readonly OwnMeasured[] | undefined {
  const measured = taken.flatMap(({ sample }) => (sample.status === 'measured' ? [sample as OwnMeasured] : []))
  return measured.length === 0 || measured.length < taken.length ? undefined : measured
}

function reasonOf({ taken }: Cell): string {
  const failed = taken.map(({ sample }) => sample).find((sample) => sample.status !== 'measured')
  return failed === undefined ? 'not run' : `${failed.status}: ${failed.reason}`
}
