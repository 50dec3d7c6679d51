// All figures of a case as one table, fastest first, ours beside each: the same in the terminal, in Markdown and on the
// page. Knows the figures and their words, not how a table is drawn.

import { median } from 'simple-statistics'
import type { Comparison } from '../comparison.ts'
import type { CaseReport, Result, WorkloadReport } from '../document.ts'
import { bytesText, duration, itemDuration, megabytes, nanosecondsEach, rateText, ratioText, share } from '../format.ts'
import type { Metric } from '../workload.ts'

/** A figure as it is read, and the number that it is sorted by. */
export interface TableCell {
  readonly text: string
  /** Absent where there is no figure. */
  readonly value?: number
}

/** A contender with its figures, one for each of the table's columns; with none, but a `mark`, where nothing counts. */
export interface CaseRow {
  readonly result: Result
  readonly label: string
  readonly cells: readonly TableCell[]
  /** `deadline: did not end within 60 s`. */
  readonly mark: string | undefined
}

/** A case; contender and its call stand before the columns. */
export interface CaseTable {
  readonly columns: readonly string[]
  readonly rows: readonly CaseRow[]
}

const NO_FIGURE: TableCell = { text: '' }

const PERCENTILES = ['p50', 'p95', 'p99'] as const

/** Of `results`, which may be those of all cases, the ones of this case. */
export function caseTable({ floor }: WorkloadReport, { name, repetition, comparisons }: CaseReport, results: readonly Result[]): CaseTable {
  const inCase = results.filter((result) => result.case === name)
  const rows = byMedian(inCase)
  const ours = rows.filter(({ role }) => role === 'ours').map(({ contender }) => contender)
  const isRepeated = repetition !== null
  const isThere = (key: 'first_result_seconds' | 'item_seconds' | 'children_memory_byte' | 'sent_byte'): boolean => inCase.some((result) => result[key] !== undefined)
  const [hasFirst, hasItems, hasChildren, hasSent] = [isThere('first_result_seconds'), isThere('item_seconds'), isThere('children_memory_byte'), isThere('sent_byte')]
  const first = isRepeated ? ['first', `÷ ${floor}`] : []
  return {
    columns: [
      ...first, isRepeated ? 'steady' : 'median', 'spread', 'ns/item', 'items/s', `÷ ${floor}`, ...ours.map((own) => `${own} ÷ it`),
      ...(hasFirst ? ['first result'] : []), ...(hasItems ? PERCENTILES : []), 'CPU', 'peak', ...(hasChildren ? ['of children'] : []), ...(hasSent ? ['sent'] : []), 'rounds',
    ],
    rows: rows.map((result) => ({ result, label: labelOf(result), ...cellsOf(result) })),
  }

  function cellsOf(result: Result): Pick<CaseRow, 'cells' | 'mark'> {
    const { contender, median: middle, first_median: cold, times, memory_usage_byte: memory, parameters: { idle, items } } = result
    if (middle === undefined || cold === undefined) return { cells: [], mark: markOf(result) }
    const peak = median([...memory])
    const cells = [
      ...(isRepeated ? [{ text: duration(cold), value: cold }, ratioCell(comparisons, contender, floor, 'firstSeconds')] : []),
      { text: duration(middle), value: middle },
      spreadCell(result),
      { text: nanosecondsEach(middle - idle, items), value: (middle - idle) / items },
      { text: rateText(items, middle), value: items / middle },
      ratioCell(comparisons, contender, floor),
      ...ours.map((own) => ratioCell(comparisons, own, contender)),
      ...(hasFirst ? [figure(middleOf(result.first_result_seconds), duration)] : []),
      ...(hasItems ? PERCENTILES.map((key) => figure(result.item_seconds?.[key], itemDuration)) : []),
      figure(result.user === undefined || result.system === undefined ? undefined : result.user + result.system, duration),
      { text: megabytes(peak), value: peak },
      ...(hasChildren ? [figure(middleOf(result.children_memory_byte), megabytes)] : []),
      ...(hasSent ? [figure(middleOf(result.sent_byte), bytesText)] : []),
      { text: String(times.length), value: times.length },
    ]
    return { cells, mark: undefined }
  }
}

function figure(value: number | undefined, say: (value: number) => string): TableCell {
  return value === undefined ? NO_FIGURE : { text: say(value), value }
}

function middleOf(figures: readonly number[] | undefined): number | undefined {
  return figures === undefined ? undefined : median([...figures])
}

/** The ratio of one contender to another; no figure where there is none. */
export function ratioCell(comparisons: readonly Comparison[], of: string, to: string, metric: Metric = 'seconds'): TableCell {
  const found = comparisons.find((comparison) => comparison.of === of && comparison.to === to && comparison.metric === metric)
  return found === undefined ? NO_FIGURE : { text: ratioText(found.ratio), value: found.ratio.ratio }
}

/** MAD as a share of the median; one round has no spread. */
export function spreadCell({ mad, median: middle, times }: Result): TableCell {
  return mad === undefined || middle === undefined || times.length < 2 ? NO_FIGURE : { text: `± ${share(mad, middle)}`, value: mad / middle }
}

/** The contender's name, with what has to be known beside it. */
export function labelOf({ contender, bounded }: Pick<Result, 'contender' | 'bounded'>): string {
  return bounded ? contender : `${contender} (no bound)`
}

/** Why there is no figure. */
export function markOf({ status, reason }: Result): string {
  return reason === undefined ? status : `${status}: ${reason}`
}

/** Measured ones by time, then the marked. */
function byMedian(results: readonly Result[]): Result[] {
  return results.toSorted((a, b) => (a.median ?? Infinity) - (b.median ?? Infinity))
}
