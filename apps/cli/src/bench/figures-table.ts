// The figures of a trial as tables for people: how fast each way is, and what it costs.

import Table from 'cli-table3'
import { formatCount } from '../numbers.ts'
import { costText, duration, figuresOf, megabytes, pairedRatio, ratioText, share, summarise, type Cell } from './measuring.ts'
import type { OwnMeasured } from './order.ts'

const WAY = 'way to run it'
const COSTS = ['an item: p50', 'p95', 'p99', 'processor', 'batch', 'peak']

/** A cell and what its processes have told; one where none did not. */
interface Row {
  readonly cell: Cell
  readonly samples: readonly OwnMeasured[]
}

/**
 * Two tables with a row for each, the fastest first. In the first one, below, those that gave nothing, with the reason.
 * @param loop the name of the plain loop in the cells
 * @param loopItem how long an item takes there, which is looked at apart from it
 */
export function figuresTables(cells: readonly Cell[], loop: string, items: number, loopItem: OwnMeasured['itemSeconds']): string {
  const rows = cells.map((cell): Row => ({ cell, samples: samplesOf(cell) })).toSorted((a, b) => timeOf(a) - timeOf(b))
  const measured = rows.filter(({ samples }) => samples.length > 0)
  const floor = measured.find(({ cell }) => cell.entrant.name === loop)?.cell
  const speeds = ['first result', 'first run', 'later runs', 'items/s', `÷ ${loop}`]
  return [
    tableOf([WAY, ...speeds], [
      ...measured.map((row) => speedRow(row, floor, items)),
      ...rows.filter(({ samples }) => samples.length === 0).map(({ cell }) => [cell.entrant.name, { content: reasonOf(cell), colSpan: speeds.length }]),
    ]),
    tableOf([WAY, ...COSTS], measured.map((row) => costRow(row, row.cell === floor ? loopItem : undefined))),
  ].join('\n')
}

function speedRow({ cell, samples }: Row, floor: Cell | undefined, items: number): string[] {
  const { median, mad } = summarise(samples.map(({ seconds }) => seconds))
  const ratio = floor && pairedRatio(figuresOf(cell, 'seconds'), figuresOf(floor, 'seconds'))
  return [
    cell.entrant.name, duration(typical(samples, 'firstResultSeconds')), duration(typical(samples, 'firstSeconds')),
    `${duration(median)}${samples.length === 1 ? '' : ` ± ${share(mad, median)}`}`, formatCount(Math.round(items / median)),
    cell === floor || ratio === undefined ? '' : ratioText(ratio),
  ]
}

function costRow({ cell, samples }: Row, known: OwnMeasured['itemSeconds']): string[] {
  const { batchItems, isOfAll } = samples.at(-1)!
  const times = (['p50', 'p95', 'p99'] as const).map((of) => {
    const each = known === undefined ? samples.flatMap(({ itemSeconds }) => itemSeconds?.[of] ?? []) : [known[of]]
    return each.length === 0 ? '' : costText(summarise(each).median) // skipped items have no record, so no time
  })
  const isWhole = isOfAll || !cell.entrant.name.startsWith('processes')
  return [
    cell.entrant.name, ...times,
    isWhole ? duration(typical(samples, 'userSeconds') + typical(samples, 'systemSeconds')) : '',
    batchItems === undefined ? '' : formatCount(Math.round(batchItems)),
    isWhole ? megabytes(typical(samples, 'peakBytes')) : '',
  ]
}

/** The median of what the processes of a cell have told. */
export function typical(samples: readonly OwnMeasured[], of: 'firstResultSeconds' | 'firstSeconds' | 'userSeconds' | 'systemSeconds' | 'peakBytes'): number {
  return summarise(samples.map((sample) => sample[of])).median
}

/** What the processes of a cell have told; nothing where one of them has failed. */
export function samplesOf({ taken }: Cell): readonly OwnMeasured[] {
  const measured = taken.flatMap(({ sample }) => (sample.status === 'measured' ? [sample as OwnMeasured] : []))
  return measured.length < taken.length ? [] : measured
}

function timeOf({ samples }: Row): number { return samples.length === 0 ? Infinity : summarise(samples.map(({ seconds }) => seconds)).median }

function reasonOf({ taken }: Cell): string {
  const failed = taken.map(({ sample }) => sample).find((sample) => sample.status !== 'measured')
  return failed === undefined ? 'not run' : `${failed.status}: ${failed.reason}`
}

function tableOf(head: string[], rows: readonly Table.Cell[][]): string {
  const table = new Table({ head, style: { head: [], border: [], compact: true } })
  table.push(...rows)
  return table.toString()
}
