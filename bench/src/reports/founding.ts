// The founding table: the question that parmap began with gave seconds for N sleeps of a second, on its author's machine.
// Here they stand beside what was measured of the same sleeps.

import type { Role } from '../contender.ts'
import type { Document, Result } from '../document.ts'
import { labelOf } from './case-table.ts'
import type { LinesChart, Series, Source } from './chart.ts'

/** Sleeps, all at once. */
export const FOUNDING_ITEMS: readonly number[] = [10, 100, 500, 5_000, 50_000]

/** Where the figures that were not measured here are from. */
export const FOUNDING_MACHINE = 'the machine of the question that parmap began with'

/** In seconds, by {@link FOUNDING_ITEMS}. */
const FOUNDING: readonly FoundingRow[] = [
  { label: 'multiprocessing', source: 'elsewhere', seconds: [1.05, 1.16, 2.31, 'failed', undefined] },
  { label: 'gevent', source: 'elsewhere', seconds: [1, 1.01, 1.02, 1.12, 2.2] },
  { label: 'asyncio', source: 'elsewhere', seconds: [1, 1.01, 1.03, 1.22, 3.25] },
]

/** Seconds, or why there are none; undefined where nobody tried. */
export interface FoundingRow {
  readonly label: string
  readonly source: Source
  readonly seconds: readonly (number | string | undefined)[]
}

const SLEEP_SECONDS = 1
const SECONDS_DECIMALS = 2

/** What was measured here, ours first, then the original figures. None where no such sleeps were run. */
export function foundingRows({ results }: Document): FoundingRow[] {
  const sleeps = results.filter(({ workload, status, parameters: { items, concurrency, idle } }) =>
    workload === 'sleeps' && status !== 'not-run' && items === concurrency && idle === SLEEP_SECONDS && FOUNDING_ITEMS.includes(items))
  if (sleeps.length === 0) return []
  const here = (role: Role): FoundingRow[] => {
    const names = new Map(sleeps.filter((result) => result.role === role).map((result) => [result.contender, labelOf(result)]))
    return [...names].map(([contender, label]) => ({ label, source: role, seconds: FOUNDING_ITEMS.map((items) => found(sleeps, contender, items)) }))
  }
  return [...here('ours'), ...here('floor'), ...here('peer'), ...FOUNDING]
}

function found(sleeps: readonly Result[], contender: string, items: number): number | string | undefined {
  const result = sleeps.find((one) => one.contender === contender && one.parameters.items === items)
  return result?.median ?? result?.status
}

/** `1.25`; why there is no figure; `–` where nobody tried. */
export function foundingText(seconds: FoundingRow['seconds'][number]): string {
  return typeof seconds === 'number' ? seconds.toFixed(SECONDS_DECIMALS) : seconds ?? '–'
}

/** The same as lines: ours, the floor, and the three of the question, here and there. */
export function foundingChart(document: Document): LinesChart | undefined {
  const series = foundingRows(document)
    .filter(({ label, source }) => source !== 'peer' || label.startsWith('python '))
    .map(({ label, source, seconds }): Series => ({
      label: source === 'elsewhere' ? `${label}, there` : label,
      source,
      points: seconds.flatMap((value, at) => (typeof value === 'number' ? [[FOUNDING_ITEMS[at]!, value] as const] : [])),
    }))
  if (series.length === 0) return undefined
  return {
    kind: 'lines',
    x: { label: 'sleeps of a second, all at once', unit: 'items', isLog: true },
    y: { label: 'time', unit: 'seconds', isLog: true },
    series: series.filter(({ points }) => points.length > 0),
    marks: [],
  }
}
